select
    cell.wave_code,
    cell.place_level_code,
    cell.place_code,
    cell.region_code,
    provider.provider_key,
    cell.profession_code,
    cell.indicator_code,
    cell.respondents,
    cell.favourable,
    cell.counted,
    {{ survey_shares('cell', 'parameter.limit_95_z') }}
from {{ ref('int_survey_cell') }} as cell
-- Responses and learners are cells too, but no indicators.
inner join {{ ref('dim_indicator') }} as indicator on cell.indicator_code = indicator.indicator_code
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_provider_at_wave') }} as provider
    on
        cell.place_level_code = 'provider'
        and cell.wave_code = provider.wave_code
        and cell.place_code = provider.provider_code
where
    cell.breakdown_code = 'none'
    -- Professions of one provider are fct_survey_indicator.
    and (cell.place_level_code <> 'provider' or cell.profession_code = 'all')
