-- The items that speak for a domain. Where some items have a full base, those with a smaller one (the nested
-- questions, mostly) stay out: they would add noise, and the whole cell would have to be hidden with them.
with item as (
    select
        score.*,
        max(score.respondents) over (
            partition by score.wave_code, score.provider_code, score.profession_code, score.domain_code
        ) as largest_base,
        parameter.min_respondents_domain
    from {{ ref('int_survey_item_score') }} as score
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where score.is_scored and score.profession_code <> 'all' and score.domain_code is not null
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    indicator_code,
    respondents,
    benchmark,
    z,
    item_weight,
    is_limited_evidence
from item
where respondents >= min_respondents_domain or largest_base < min_respondents_domain
