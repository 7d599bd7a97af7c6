-- Responses beside learners, of every place and profession for which either is known.
with everybody as (
    select * from {{ ref('int_survey_cell') }}
    where breakdown_code = 'none' and indicator_code in ('survey_response', 'learners')
),

paired as (
    select
        wave_code,
        place_level_code,
        place_code,
        max(region_code) as region_code,
        profession_code,
        max(case when indicator_code = 'survey_response' then respondents end) as responses,
        max(case when indicator_code = 'learners' then respondents end) as learners
    from everybody
    group by wave_code, place_level_code, place_code, profession_code
),

parameter as (
    select max(case when parameter = 'low_response_rate' then value end) as low_response_rate
    from {{ ref('survey_parameter') }}
)

select
    paired.wave_code,
    paired.place_level_code,
    paired.place_code,
    paired.region_code,
    provider.provider_key,
    paired.profession_code,
    paired.responses,
    paired.learners,
    -- Learners without a response are a rate of zero; no learner numbers are no rate.
    case when paired.learners > 0 then 100.0 * coalesce(paired.responses, 0) / paired.learners end
        as response_rate_pct,
    case
        when paired.learners is null or paired.learners = 0 then 'no_learner_numbers'
        when coalesce(paired.responses, 0) = 0 then 'no_responses'
        when paired.responses > paired.learners then 'more_responses_than_learners'
        when paired.responses < parameter.low_response_rate * paired.learners then 'low'
        else 'adequate'
    end as rate_quality_code
from paired
cross join parameter
left join {{ ref('int_provider_at_wave') }} as provider
    on
        paired.place_level_code = 'provider'
        and paired.wave_code = provider.wave_code
        and paired.place_code = provider.provider_code
