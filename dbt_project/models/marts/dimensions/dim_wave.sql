with surveyed as (
    select wave_code from {{ ref('stg_nets__response') }}
    union distinct
    select wave_code from {{ ref('stg_nets__aggregate') }}
)

select
    wave.wave_code,
    wave.wave_year,
    wave.wave_label,
    wave.opens_on,
    wave.closes_on,
    wave.cutoff_on,
    wave.wave_order,
    surveyed.wave_code is not null as has_data
from {{ ref('wave') }} as wave
left join surveyed on wave.wave_code = surveyed.wave_code
