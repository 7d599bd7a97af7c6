-- The day up to which the files speak, whichever speaks last: today, for everything read as it is today.
-- Taken from the data, never from the clock: a rebuild next month of the same files must give the same.
with surveyed as (
    select wave_code from {{ ref('stg_nets__response') }}
    union distinct
    select wave_code from {{ ref('stg_nets__aggregate') }}
)

select max(spoken.spoken_on) as as_of_on
from (
    select max(snapshot_date) as spoken_on from {{ ref('stg_register__provider_snapshot') }}
    union all
    select as_of_on as spoken_on from {{ ref('int_concern_as_of') }}
    union all
    select max(wave.closes_on) as spoken_on
    from {{ ref('wave') }} as wave
    inner join surveyed on wave.wave_code = surveyed.wave_code
) as spoken
having max(spoken.spoken_on) is not null
