-- Placement values (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988), summed by provider. A cell with
-- an outcome is placed by the share of cells without one that stand below it, a cell without one by the share
-- of cells with one that stand above it; ties count half. Their mean over either kind is the AUC
-- (Mann-Whitney).
with placed as (
    select
        tie.*,
        (tie.cells_below - tie.outcomes_below + (tie.cells - tie.outcomes) / 2e0)
        / nullif(tie.all_cells - tie.all_outcomes, 0) as of_outcome,
        (tie.all_outcomes - tie.outcomes_below - tie.outcomes / 2e0) / nullif(tie.all_outcomes, 0) as of_other
    from {{ ref('int_backtest_tie') }} as tie
),

cell as (
    select
        placed.wave_code,
        placed.scope_code,
        placed.basis_code,
        placed.predictor_code,
        prediction.provider_code,
        prediction.is_outcome,
        case when prediction.is_outcome then placed.of_outcome else 0e0 end as of_outcome,
        case when prediction.is_outcome then 0e0 else placed.of_other end as of_other
    from {{ ref('int_backtest_set') }} as cycles
    inner join {{ ref('int_backtest_prediction') }} as prediction
        on cycles.member_wave_code = prediction.wave_code
    inner join placed
        on
            cycles.wave_code = placed.wave_code
            and cycles.scope_code = placed.scope_code
            and prediction.basis_code = placed.basis_code
            and prediction.predictor_code = placed.predictor_code
            and prediction.predicted = placed.predicted
)

select
    wave_code,
    scope_code,
    basis_code,
    predictor_code,
    provider_code,
    count(case when is_outcome then 1 end) as outcomes,
    count(case when not is_outcome then 1 end) as others,
    {{ ordered_sum('of_outcome') }} as outcome_sum,
    {{ ordered_sum('of_other') }} as other_sum
from cell
group by wave_code, scope_code, basis_code, predictor_code, provider_code
