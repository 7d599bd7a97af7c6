select
    cell.wave_code,
    cell.group_code as ukprn,
    case when cell.place_level_code = 'provider' then cell.place_code else 'all' end as provider_code,
    provider.provider_key,
    cell.profession_code,
    cell.indicator_code,
    cell.respondents,
    cell.favourable,
    cell.counted,
    {{ survey_shares('cell', 'parameter.limit_95_z') }}
from {{ ref('int_survey_cell') }} as cell
-- Responses are cells too, but no indicator.
inner join {{ ref('dim_indicator') }} as indicator on cell.indicator_code = indicator.indicator_code
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_provider_at_wave') }} as provider
    on
        cell.place_level_code = 'provider'
        and cell.wave_code = provider.wave_code
        and cell.place_code = provider.provider_code
where
    cell.breakdown_code = 'education_provider'
    -- Those who name no university are in fct_survey_place.
    and cell.group_code <> 'not_stated'
    and cell.place_level_code in ('national', 'provider')
