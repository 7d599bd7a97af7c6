-- The items that speak for a domain. A nested question (asked only of those it happened to) has a small
-- base nearly everywhere: it enters only with a full base of its own, or the whole domain would have to be
-- hidden with it.
select
    score.wave_code,
    score.provider_code,
    score.profession_code,
    score.domain_code,
    score.indicator_code,
    score.respondents,
    score.benchmark,
    score.z,
    score.item_weight,
    score.is_limited_evidence
from {{ ref('int_survey_item_score') }} as score
inner join {{ ref('dim_indicator') }} as indicator on score.indicator_code = indicator.indicator_code
inner join {{ ref('question') }} as question on indicator.question_code = question.question_code
cross join {{ ref('int_scoring_parameter') }} as parameter
where
    score.is_scored
    and score.profession_code <> 'all'
    and score.domain_code is not null
    and (question.base_question_codes is null or score.respondents >= parameter.min_respondents_nested)
