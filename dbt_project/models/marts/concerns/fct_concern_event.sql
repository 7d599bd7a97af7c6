select
    event_id,
    concern_id,
    event_sequence,
    occurred_on,
    recorded_at,
    cast({{ days_between('occurred_on', 'cast(recorded_at as date)') }} as bigint) as recorded_after_days,
    event_type_code,
    from_category,
    to_category,
    isf_category_after,
    is_open_after,
    recipient,
    provider_informed,
    condition_code
from {{ ref('int_concern_event_state') }}
