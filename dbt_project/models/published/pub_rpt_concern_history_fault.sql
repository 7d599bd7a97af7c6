select
    concern_id,
    event_id,
    rule_code,
    rule_name,
    expected,
    provider_code,
    provider_key,
    {{ month_of('occurred_on') }} as occurred_on
from {{ ref('rpt_concern_history_fault') }}
