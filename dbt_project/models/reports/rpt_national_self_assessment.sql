-- What providers declare, nationally.
with answered as (
    select
        assessment.cycle,
        assessment.question_code,
        count(distinct assessment.provider_code) as providers,
        count(*) as answers,
        -- An exception is a standard not fully met: only a plain "met" is counted, as a "yes" in print.
        sum(case when assessment.answer_code = 'met' then 1 else 0 end) as met
    from {{ ref('fct_self_assessment') }} as assessment
    inner join {{ ref('psa_answer') }} as psa_answer on assessment.answer_code = psa_answer.answer_code
    where assessment.is_current and psa_answer.is_scored
    group by assessment.cycle, assessment.question_code
),

shares as (
    select
        *,
        100.0 * cast(met as double) / answers as value_pct
    from answered
)

select
    shares.cycle,
    shares.question_code,
    question.question_label,
    question.answer_level,
    cast(shares.providers as bigint) as providers,
    cast(shares.answers as bigint) as answers,
    shares.value_pct
from shares
inner join {{ ref('psa_question') }} as question on shares.question_code = question.question_code
