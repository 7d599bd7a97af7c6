select
    concern_id,
    rule_code,
    fault_number,
    event_id,
    rule_name,
    expected,
    provider_code,
    provider_key,
    {{ month_of('occurred_on') }} as occurred_on
from {{ ref('rpt_concern_history_fault') }}
