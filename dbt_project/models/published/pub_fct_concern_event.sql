-- Dates keep their month only. Recipient and condition are words of the sender, bound to no list of
-- codes, so they stay in the restricted zone with all other free text.
select
    event_id,
    concern_id,
    event_sequence,
    {{ month_of('occurred_on') }} as occurred_on,
    {{ month_of('recorded_at') }} as recorded_at,
    event_type_code,
    from_category,
    to_category,
    isf_category_after,
    is_open_after,
    provider_informed
from {{ ref('fct_concern_event') }}
