-- Cells that a predictor cannot tell apart, in every set of cycles: how many they are, and how many
-- stand below.
with in_wave as (
    select
        wave_code,
        basis_code,
        predictor_code,
        predicted,
        count(*) as cells,
        count(case when is_outcome then 1 end) as outcomes
    from {{ ref('int_backtest_prediction') }}
    group by wave_code, basis_code, predictor_code, predicted
),

tied as (
    select
        cycles.wave_code,
        cycles.scope_code,
        in_wave.basis_code,
        in_wave.predictor_code,
        in_wave.predicted,
        cast(sum(in_wave.cells) as bigint) as cells,
        cast(sum(in_wave.outcomes) as bigint) as outcomes
    from {{ ref('int_backtest_set') }} as cycles
    inner join in_wave on cycles.member_wave_code = in_wave.wave_code
    group by
        cycles.wave_code, cycles.scope_code, in_wave.basis_code, in_wave.predictor_code, in_wave.predicted
),

total as (
    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        cast(sum(cells) as bigint) as all_cells,
        cast(sum(outcomes) as bigint) as all_outcomes
    from tied
    group by wave_code, scope_code, basis_code, predictor_code
)

select
    tied.*,
    total.all_cells,
    total.all_outcomes,
    cast(sum(tied.cells) over (up_to_here) as bigint) - tied.cells as cells_below,
    cast(sum(tied.outcomes) over (up_to_here) as bigint) - tied.outcomes as outcomes_below
from tied
inner join total on {{ same_contest('tied', 'total') }}
window up_to_here as (
    partition by tied.wave_code, tied.scope_code, tied.basis_code, tied.predictor_code
    order by tied.predicted
)
