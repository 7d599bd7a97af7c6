-- Events in the order in which they happened, whatever the order in which they were recorded or arrived.
select
    event.event_id,
    event.concern_id,
    event.occurred_on,
    event.recorded_at,
    -- An event recorded ahead of its concern is known with the concern.
    cast(greatest(event.recorded_at, concern.recorded_at) as date) as known_from,
    event.event_type_code,
    event.from_category,
    event.to_category,
    event.recipient,
    event.provider_informed,
    event.condition_code,
    -- Only these say what the category is now; a category noted on any other event is a remark.
    case
        when event.event_type_code in ('raised', 'categorised', 'reopened') then event.to_category
    end as category_set,
    case event.event_type_code
        when 'closed' then false
        when 'reopened' then true
    end as open_set,
    row_number() over (
        partition by event.concern_id
        order by
            event.occurred_on,
            -- Within a day the time of recording decides; then raising comes first and reopening follows
            -- closing.
            event.recorded_at,
            case event.event_type_code
                when 'raised' then 0
                when 'closed' then 2
                when 'reopened' then 3
                else 1
            end,
            event.event_id
    ) as event_sequence
from {{ ref('stg_concerns__event') }} as event
-- Events of a concern that has not arrived wait in quarantine and never reach this point.
inner join {{ ref('stg_concerns__concern') }} as concern on event.concern_id = concern.concern_id
