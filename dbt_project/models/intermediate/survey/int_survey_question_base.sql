-- Who answered: the base of every share of a question. Routed questions carry their base in the answers,
-- since ingest refuses answers of those to whom the question was not put.
select
    option_count.wave_code,
    option_count.provider_code,
    option_count.provider_key,
    option_count.profession_code,
    option_count.question_code,
    cast(coalesce(sum(case when option_count.is_in_base then option_count.answers end), 0) as bigint)
        as respondents,
    cast(coalesce(sum(case when option_count.is_favourable then option_count.answers end), 0) as bigint)
        as favourable
from {{ ref('int_survey_option_count') }} as option_count
inner join {{ ref('question') }} as question on option_count.question_code = question.question_code
where question.scale_code <> 'multi'
group by
    option_count.wave_code,
    option_count.provider_code,
    option_count.provider_key,
    option_count.profession_code,
    option_count.question_code
union all
-- Where several options may be chosen a respondent counts once, however many were chosen.
select
    answer.wave_code,
    answer.provider_code,
    answer.provider_key,
    answer.profession_code,
    answer.question_code,
    count(distinct case when answer.is_in_base then answer.response_id end) as respondents,
    count(distinct case when answer.is_favourable then answer.response_id end) as favourable
from {{ ref('int_survey_answer') }} as answer
inner join {{ ref('question') }} as question on answer.question_code = question.question_code
where question.scale_code = 'multi'
group by
    answer.wave_code, answer.provider_code, answer.provider_key, answer.profession_code, answer.question_code
