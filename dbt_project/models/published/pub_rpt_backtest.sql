-- The measures of the back-test, where they tell nothing of a hidden cell.
with judged as (
    select
        result.*,
        case
            when result.outcome_status_code <> 'observed' then 'no_data'
            when coalesce(disclosure.is_hidden, true) then 'suppressed'
            when least(result.outcomes, result.cells - result.outcomes) < {{ disclosure_threshold() }}
                then 'suppressed'
            else 'shown'
        end as status_code
    from {{ ref('rpt_backtest') }} as result
    left join {{ ref('int_backtest_disclosure') }} as disclosure
        on result.wave_code = disclosure.wave_code and result.scope_code = disclosure.scope_code
)

select
    wave_code,
    scope_code,
    basis_code,
    predictor_code,
    measure_code,
    status_code,
    outcome_status_code,
    cells,
    outcomes,
    {{ unless("status_code <> 'shown'", 'value') }},
    {{ unless("status_code <> 'shown'", 'lower_95') }},
    {{ unless("status_code <> 'shown'", 'upper_95') }},
    method_version,
    parameter_hash
from judged
