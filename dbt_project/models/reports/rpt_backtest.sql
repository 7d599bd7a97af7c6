-- Does the score find what comes? Every measure of every predictor, by cycle and over all cycles up to it.
with counted as (
    select
        decile.*,
        cast(decile.outcomes as double) / decile.cells as base_rate,
        decile.decile_outcomes / decile.decile_cells as decile_precision,
        {{ limit_95_z() }} as z
    from {{ ref('int_backtest_decile') }} as decile
),

measured as (
    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        measure_code,
        value,
        {{ reproducible('value - ' ~ limit_95_z() ~ ' * standard_error') }} as lower_95,
        {{ reproducible('value + ' ~ limit_95_z() ~ ' * standard_error') }} as upper_95
    from {{ ref('int_backtest_auc') }}

    union all

    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        'weighted_kappa' as measure_code,
        value,
        null as lower_95,
        null as upper_95
    from {{ ref('int_backtest_kappa') }}

    union all

    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        'precision_worst_decile' as measure_code,
        {{ reproducible('decile_precision') }} as value,
        {{ reproducible(wilson_lower('decile_outcomes', 'decile_cells', 'z')) }} as lower_95,
        {{ reproducible(wilson_upper('decile_outcomes', 'decile_cells', 'z')) }} as upper_95
    from counted

    union all

    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        'precision_random_decile' as measure_code,
        {{ reproducible('base_rate') }} as value,
        {{ reproducible(wilson_lower('outcomes', 'cells', 'z')) }} as lower_95,
        {{ reproducible(wilson_upper('outcomes', 'cells', 'z')) }} as upper_95
    from counted

    union all

    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        'lift_worst_decile' as measure_code,
        {{ reproducible('decile_precision / base_rate') }} as value,
        null as lower_95,
        null as upper_95
    from counted
    where outcomes > 0
),

-- A cycle whose outcome cannot be known says so, in one row of its score.
told as (
    select
        measured.wave_code,
        measured.scope_code,
        measured.basis_code,
        measured.predictor_code,
        measured.measure_code,
        'observed' as outcome_status_code,
        counted.cells,
        counted.outcomes,
        measured.value,
        measured.lower_95,
        measured.upper_95
    from measured
    inner join counted on {{ same_contest('measured', 'counted') }}

    union all

    select
        wave_code,
        'wave' as scope_code,
        'like_for_like' as basis_code,
        'composite' as predictor_code,
        'auc' as measure_code,
        outcome_status_code,
        count(*) as cells,
        null as outcomes,
        null as value,
        null as lower_95,
        null as upper_95
    from {{ ref('fct_backtest_cell') }}
    where outcome_status_code <> 'observed' and is_like_for_like
    group by wave_code, outcome_status_code
)

select
    told.*,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from told
cross join {{ ref('int_scoring_parameter') }} as parameter
