with ranked as (
    {{ ranked_by_load('concerns', 'concern_events') }}
)

select
    event_id,
    concern_id,
    occurred_on,
    recorded_at,
    event_type as event_type_code,
    cast(from_category as integer) as from_category,
    cast(to_category as integer) as to_category,
    recipient,
    provider_informed,
    condition_code,
    condition_text,
    note,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
