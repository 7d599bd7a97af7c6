-- Concerns open at the start, coming in, going out and open at the end of every month.
with event_state as (
    select
        event.concern_id,
        -- Nothing can happen to a concern before it was raised.
        greatest(event.occurred_on, concern.raised_on) as happened_on,
        event.is_open_after,
        lag(event.is_open_after) over (
            partition by event.concern_id order by event.event_sequence
        ) as was_open
    from {{ ref('fct_concern_event') }} as event
    inner join {{ ref('fct_concern') }} as concern on event.concern_id = concern.concern_id
),

movement as (
    select
        last_day(raised_on) as month_end,
        1 as raised,
        0 as reopened,
        0 as closed
    from {{ ref('fct_concern') }}
    union all
    select
        last_day(happened_on) as month_end,
        0 as raised,
        case when not was_open and is_open_after then 1 else 0 end as reopened,
        -- A concern is open from the day it is raised: its first event may already close it.
        case when coalesce(was_open, true) and not is_open_after then 1 else 0 end as closed
    from event_state
),

movement_of_month as (
    select
        month_end,
        sum(raised) as raised,
        sum(reopened) as reopened,
        sum(closed) as closed
    from movement
    group by month_end
),

log as (
    select
        min(last_day(raised_on)) as first_month_end,
        max(last_day(as_of_on)) as last_month_end
    from {{ ref('fct_concern') }}
),

flow as (
    select
        calendar.date_day as month_end,
        coalesce(movement_of_month.raised, 0) as raised,
        coalesce(movement_of_month.reopened, 0) as reopened,
        coalesce(movement_of_month.closed, 0) as closed
    from {{ ref('dim_date') }} as calendar
    inner join log on calendar.date_day between log.first_month_end and log.last_month_end
    left join movement_of_month on calendar.date_day = movement_of_month.month_end
    where calendar.is_month_end
),

running as (
    select
        *,
        sum(raised + reopened - closed) over (
            order by month_end
            rows between unbounded preceding and current row
        ) as open_at_end
    from flow
)

select
    month_end,
    cast(open_at_end - raised - reopened + closed as bigint) as open_at_start,
    cast(raised as bigint) as raised,
    cast(reopened as bigint) as reopened,
    cast(open_at_end + closed as bigint) as managed,
    cast(closed as bigint) as closed,
    cast(open_at_end as bigint) as open_at_end
from running
