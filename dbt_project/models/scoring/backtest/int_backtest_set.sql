-- The sets of cycles a measure is taken over: each by itself, and all up to it, never one after it.
with observed as (
    select
        wave_code,
        closes_on
    from {{ ref('int_backtest_cycle') }}
    where outcome_status_code = 'observed'
)

select
    wave_code,
    'wave' as scope_code,
    wave_code as member_wave_code
from observed

union all

-- Of cycles that share a cut-off none is earlier.
select
    cycle.wave_code,
    'up_to_wave' as scope_code,
    member.wave_code as member_wave_code
from observed as cycle
inner join observed as member
    on cycle.wave_code = member.wave_code or cycle.closes_on > member.closes_on
