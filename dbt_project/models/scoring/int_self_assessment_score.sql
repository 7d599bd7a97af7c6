-- What a provider declares about a cell: organisation-wide answers and those of the profession (section 3).
with answer as (
    select
        cast(answer.cycle as integer) as wave_year,
        answer.provider_code,
        answer.profession_code,
        answer.domain_code,
        answer.answer_code,
        cast(answer.adverse_score as double) as adverse_score,
        question.is_mandatory
    from {{ ref('fct_self_assessment') }} as answer
    inner join {{ ref('psa_question') }} as question on answer.question_code = question.question_code
    -- A draft is nobody's declaration.
    where answer.is_current and answer.is_signed_off
)

select
    cell.wave_code,
    cell.provider_code,
    cell.profession_code,
    cell.domain_code,
    count(answer.adverse_score) as answers_used,
    count(case when answer.adverse_score = 1 then 1 end) as not_met_answers,
    count(case when answer.is_mandatory and answer.answer_code is null then 1 end) as unanswered_mandatory,
    case
        when max(answer.adverse_score) = 1 then 'not_met'
        when max(answer.adverse_score) > 0 then 'met_with_exceptions'
        when max(answer.adverse_score) = 0 then 'met'
    end as declaration,
    -- By rule, not by statistics: the worst answer in the domain speaks, and none speaks below zero.
    max(answer.adverse_score) * max(parameter.self_assessment_flag_z) as z_self_assessment
from {{ ref('int_risk_cell') }} as cell
inner join answer
    on
        cell.wave_year = answer.wave_year
        and cell.provider_code = answer.provider_code
        and cell.domain_code = answer.domain_code
        and (answer.profession_code = 'all' or cell.profession_code = answer.profession_code)
cross join {{ ref('int_scoring_parameter') }} as parameter
group by cell.wave_code, cell.provider_code, cell.profession_code, cell.domain_code
