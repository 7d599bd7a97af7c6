-- How often a concern of ISF 2 or more came after each band, by cycle and over all cycles up to it.
with in_wave as (
    select
        wave_code,
        outcome_status_code,
        band,
        count(*) as cells,
        count(case when is_outcome then 1 end) as outcomes
    from {{ ref('fct_backtest_cell') }}
    group by wave_code, outcome_status_code, band
),

counted as (
    select
        cycles.wave_code,
        cycles.scope_code,
        in_wave.band,
        'observed' as outcome_status_code,
        cast(sum(in_wave.cells) as bigint) as cells,
        cast(sum(in_wave.outcomes) as bigint) as outcomes
    from {{ ref('int_backtest_set') }} as cycles
    inner join in_wave on cycles.member_wave_code = in_wave.wave_code
    group by cycles.wave_code, cycles.scope_code, in_wave.band

    union all

    -- A cycle whose outcome cannot be known says so.
    select
        wave_code,
        'wave' as scope_code,
        band,
        outcome_status_code,
        cells,
        null as outcomes
    from in_wave
    where outcome_status_code <> 'observed'
),

limited as (
    select
        counted.*,
        {{ limit_95_z() }} as z
    from counted
)

select
    limited.wave_code,
    limited.scope_code,
    limited.band,
    limited.outcome_status_code,
    limited.cells,
    limited.outcomes,
    {{ reproducible('cast(limited.outcomes as double) / limited.cells') }} as outcome_share,
    {{ reproducible(wilson_lower('limited.outcomes', 'limited.cells', 'limited.z')) }} as lower_95,
    {{ reproducible(wilson_upper('limited.outcomes', 'limited.cells', 'limited.z')) }} as upper_95,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from limited
cross join {{ ref('int_scoring_parameter') }} as parameter
