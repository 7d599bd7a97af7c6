-- What a provider declares about a cell: organisation-wide answers and those of the profession (section 3).
with answer_of_cycle as (
    select
        answer.*,
        cycle.wave_code
    from {{ ref('fct_self_assessment') }} as answer
    inner join {{ ref('int_scoring_cycle') }} as cycle on cast(answer.cycle as integer) = cycle.wave_year
    -- A draft is nobody's declaration.
    where answer.is_current and answer.is_signed_off
)

select * from ({{ self_assessment_score('answer_of_cycle') }}) as score
