-- What is it? The cells that disclosure control judges are the ones that are published: provider by
-- profession equals fct_survey_indicator, the country equals rpt_national_indicator.
-- When does it matter? A figure published beside the cells, and not one of them, is protected by nothing.
-- How to resolve: find the model that counts in another way, and let it read int_survey_indicator or
-- int_survey_cell.
with cell as (
    select *
    from {{ ref('int_survey_cell') }}
    where breakdown_code = 'none' and indicator_code not in ('survey_response', 'learners')
),

provider_cell as (
    select *
    from cell
    where place_level_code = 'provider' and profession_code <> 'all'
),

-- The country's row leaves out counts that cannot tell the counted share; such a cell has none either.
country as (
    select *
    from cell
    where place_level_code = 'national' and profession_code = 'all' and counted is not null
)

select
    coalesce(provider_cell.wave_code, indicator.wave_code) as wave_code,
    coalesce(provider_cell.place_code, indicator.provider_code) as place_code,
    coalesce(provider_cell.profession_code, indicator.profession_code) as profession_code,
    coalesce(provider_cell.indicator_code, indicator.indicator_code) as indicator_code
from provider_cell
full outer join {{ ref('fct_survey_indicator') }} as indicator
    on
        provider_cell.wave_code = indicator.wave_code
        and provider_cell.place_code = indicator.provider_code
        and provider_cell.profession_code = indicator.profession_code
        and provider_cell.indicator_code = indicator.indicator_code
where
    provider_cell.respondents is distinct from indicator.respondents
    or provider_cell.favourable is distinct from indicator.favourable
    or provider_cell.counted is distinct from indicator.counted

union all

select
    country.wave_code,
    country.place_code,
    country.profession_code,
    country.indicator_code
from country
left join {{ ref('rpt_national_indicator') }} as report
    on country.wave_code = report.wave and country.indicator_code = report.indicator_code
where
    country.respondents is distinct from report.respondents
    or abs(100.0 * country.counted / nullif(country.respondents, 0) - report.value_pct) > 1e-9
