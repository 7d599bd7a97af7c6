-- Category and open state right after every event, with all that is known now.
select
    concern_id,
    raised_on,
    opening_category,
    event_id,
    event_sequence,
    occurred_on,
    recorded_at,
    event_type_code,
    from_category,
    to_category,
    recipient,
    provider_informed,
    condition_code,
    category_set,
    open_set,
    isf_category_after,
    is_open_after
from {{ ref('int_concern_known_state') }}
where known_to = date '9999-12-31'
