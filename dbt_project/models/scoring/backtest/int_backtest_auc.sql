-- AUC (Mann-Whitney) of every predictor, and how far the composite's lies above it in the same cells.
-- Variance of DeLong with the cells of a provider taken together (Obuchowski, Biometrics 53, 1997): they
-- share a provider, and one concern may touch several, so they are no independent witnesses.
with cluster as (
    select
        'auc' as measure_code,
        one.wave_code,
        one.scope_code,
        one.basis_code,
        one.predictor_code,
        one.provider_code,
        one.outcomes,
        one.others,
        one.outcome_sum,
        one.other_sum
    from {{ ref('int_backtest_cluster') }} as one

    union all

    select
        'auc_gain' as measure_code,
        one.wave_code,
        one.scope_code,
        one.basis_code,
        one.predictor_code,
        one.provider_code,
        one.outcomes,
        one.others,
        composite.outcome_sum - one.outcome_sum as outcome_sum,
        composite.other_sum - one.other_sum as other_sum
    from {{ ref('int_backtest_cluster') }} as one
    inner join {{ ref('int_backtest_cluster') }} as composite
        on
            one.wave_code = composite.wave_code
            and one.scope_code = composite.scope_code
            and one.basis_code = composite.basis_code
            and one.provider_code = composite.provider_code
            and composite.predictor_code = 'composite'
    -- Only on this basis do both stand in the same cells.
    where one.basis_code = 'like_for_like' and one.predictor_code <> 'composite'
),

total as (
    select
        measure_code,
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        cast(sum(outcomes) as double) as outcomes,
        cast(sum(others) as double) as others,
        {{ ordered_sum('outcome_sum') }} / nullif(sum(outcomes), 0) as value,
        cast(count(*) as double) as clusters,
        cast(count(case when outcomes > 0 then 1 end) as double) as outcome_clusters,
        cast(count(case when others > 0 then 1 end) as double) as other_clusters
    from cluster
    group by measure_code, wave_code, scope_code, basis_code, predictor_code
),

deviation as (
    select
        total.*,
        (cluster.outcome_sum - cluster.outcomes * total.value) / total.outcomes as of_outcomes,
        (cluster.other_sum - cluster.others * total.value) / total.others as of_others
    from cluster
    inner join total
        on cluster.measure_code = total.measure_code and {{ same_contest('cluster', 'total') }}
    where total.outcomes > 0 and total.others > 0
),

spread as (
    select
        measure_code,
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        value,
        max(outcome_clusters / nullif(outcome_clusters - 1, 0))
        * {{ ordered_sum('of_outcomes * of_outcomes') }}
        + max(other_clusters / nullif(other_clusters - 1, 0))
        * {{ ordered_sum('of_others * of_others') }}
        + max(clusters / nullif(clusters - 1, 0))
        * 2e0 * {{ ordered_sum('of_outcomes * of_others') }} as variance
    from deviation
    group by measure_code, wave_code, scope_code, basis_code, predictor_code, value
)

select
    measure_code,
    wave_code,
    scope_code,
    basis_code,
    predictor_code,
    {{ reproducible('value') }} as value,
    -- Few clusters that pull against each other can make the sum negative: then the spread is not known.
    case when variance >= 0 then {{ reproducible('sqrt(variance)') }} end as standard_error
from spread
