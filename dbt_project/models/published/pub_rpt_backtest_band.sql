-- The calibration of the bands, where it tells nothing of a hidden cell.
with judged as (
    select
        result.*,
        case
            when result.outcome_status_code <> 'observed' then 'no_data'
            when coalesce(disclosure.is_hidden, true) then 'suppressed'
            else 'shown'
        end as status_code
    from {{ ref('rpt_backtest_band') }} as result
    left join {{ ref('int_backtest_disclosure') }} as disclosure
        on result.wave_code = disclosure.wave_code and result.scope_code = disclosure.scope_code
)

select
    wave_code,
    scope_code,
    band,
    status_code,
    outcome_status_code,
    {{ unless("status_code <> 'shown'", 'cells') }},
    {{ unless("status_code <> 'shown'", 'outcomes') }},
    {{ unless("status_code <> 'shown'", 'outcome_share') }},
    {{ unless("status_code <> 'shown'", 'lower_95') }},
    {{ unless("status_code <> 'shown'", 'upper_95') }},
    method_version,
    parameter_hash
from judged
