with from_response as (
    select * from {{ ref('int_survey_indicator_from_response') }}
),

responding_cell as (
    select distinct
        wave_code,
        provider_code,
        profession_code
    from from_response
),

-- Where a wave has both layouts for a provider and profession, responses win as a whole: two bases within one
-- cell could not be compared. What was left out is listed in qc_survey_overlap.
from_aggregate as (
    select aggregate.*
    from {{ ref('int_survey_indicator_from_aggregate') }} as aggregate
    left join responding_cell
        on
            aggregate.wave_code = responding_cell.wave_code
            and aggregate.provider_code = responding_cell.provider_code
            and aggregate.profession_code = responding_cell.profession_code
    where responding_cell.wave_code is null
)

select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    indicator_code,
    respondents,
    favourable,
    counted,
    'responses' as source_layout
from from_response

union all

select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    indicator_code,
    respondents,
    favourable,
    counted,
    'aggregates' as source_layout
from from_aggregate
