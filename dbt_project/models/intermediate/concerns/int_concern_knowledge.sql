-- The days on which something about a concern became known, and until when no more was known. Nothing of a
-- concern is known before the concern itself is recorded, whenever its events were.
with learned as (
    select
        concern_id,
        cast(recorded_at as date) as known_from
    from {{ ref('stg_concerns__concern') }}
    union
    select
        event.concern_id,
        event.known_from
    from {{ ref('int_concern_event_ordered') }} as event
)

select
    concern_id,
    known_from,
    coalesce(
        lead(known_from) over (partition by concern_id order by known_from), date '9999-12-31'
    ) as known_to
from learned
