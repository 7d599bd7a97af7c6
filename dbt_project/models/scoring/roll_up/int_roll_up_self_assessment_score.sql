-- What providers declare about a rolled-up cell: the worst of the answers that speak for any of its cells.
with answer_of_cycle as ({{ current_answer() }}),

answer_of_cell as ({{ answer_of_cell('answer_of_cycle') }}),

-- An organisation-wide answer speaks for every profession and is still one answer.
answer as (
    select distinct
        {{ columns_of('member', roll_up_key()) }},
        answer_of_cell.provider_code,
        answer_of_cell.question_code,
        answer_of_cell.answered_for,
        answer_of_cell.answer_code,
        answer_of_cell.adverse_score
    from answer_of_cell
    inner join {{ ref('int_roll_up_member') }} as member
        on
            answer_of_cell.wave_code = member.wave_code
            and answer_of_cell.provider_code = member.provider_code
            and answer_of_cell.profession_code = member.member_profession_code
            and answer_of_cell.domain_code = member.member_domain_code
)

select * from ({{ self_assessment_score('answer', roll_up_key()) }}) as score
