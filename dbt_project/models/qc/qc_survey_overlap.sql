-- Count files that were set aside because the same provider, profession and wave also has responses.
select
    aggregate.wave_code,
    aggregate.provider_code,
    aggregate.profession_code,
    aggregate.indicator_code,
    aggregate.respondents as aggregate_respondents,
    aggregate.favourable as aggregate_favourable,
    response.respondents as response_respondents,
    response.favourable as response_favourable
from {{ ref('int_survey_indicator_from_aggregate') }} as aggregate
inner join (
    select distinct
        wave_code,
        provider_code,
        profession_code
    from {{ ref('int_survey_indicator_from_response') }}
) as cell
    on
        aggregate.wave_code = cell.wave_code
        and aggregate.provider_code = cell.provider_code
        and aggregate.profession_code = cell.profession_code
left join {{ ref('int_survey_indicator_from_response') }} as response
    on
        aggregate.wave_code = response.wave_code
        and aggregate.provider_code = response.provider_code
        and aggregate.profession_code = response.profession_code
        and aggregate.indicator_code = response.indicator_code
