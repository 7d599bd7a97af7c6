-- What a provider was asked to do, by when, and whether it was done: conditions and immediate requirements.
with event as (
    select
        event_id,
        concern_id,
        event_type_code,
        occurred_on,
        event_sequence,
        condition_code,
        case
            when event_type_code in ('condition_set', 'condition_met') then 'condition'
            else 'immediate_requirement'
        end as obligation_type_code,
        event_type_code in ('condition_set', 'immediate_requirement') as is_set
    from {{ ref('int_concern_event_state') }}
    where event_type_code in ('condition_set', 'condition_met', 'immediate_requirement', 'requirement_met')
),

compared as (
    select
        *,
        lag(is_set) over (
            partition by concern_id, obligation_type_code, condition_code order by event_sequence
        ) as was_set
    from event
),

turn as (
    -- A condition set again before it was met is the same one restated; a met one is met by the first event
    -- that says so. Requirements carry no code: the first to be met is the first that was made.
    select
        *,
        row_number() over (
            partition by concern_id, obligation_type_code, condition_code, is_set order by event_sequence
        ) as turn_number
    from compared
    where
        obligation_type_code = 'immediate_requirement'
        or (is_set and not coalesce(was_set, false))
        or (not is_set and was_set)
),

obligation as (
    select
        made.event_id,
        made.concern_id,
        made.obligation_type_code,
        made.condition_code,
        made.occurred_on as set_on,
        met.occurred_on as met_on
    from turn as made
    left join turn as met
        on
            made.concern_id = met.concern_id
            and made.obligation_type_code = met.obligation_type_code
            and coalesce(made.condition_code, '') = coalesce(met.condition_code, '')
            and made.turn_number = met.turn_number
            and not met.is_set
    where made.is_set
),

due as (
    select
        obligation.*,
        due_day.date_day as due_on
    from obligation
    cross join (select {{ concern_parameter('requirement_working_days') }} as days_allowed) as rule
    left join {{ ref('dim_date') }} as set_day
        on obligation.set_on = set_day.date_day and obligation.obligation_type_code = 'immediate_requirement'
    left join {{ ref('dim_date') }} as due_day
        on
            due_day.is_working_day
            and due_day.working_day_number = set_day.working_day_number + rule.days_allowed
)

select
    due.event_id,
    due.concern_id,
    due.obligation_type_code,
    due.condition_code,
    due.set_on,
    due.due_on,
    due.met_on,
    case
        when due.met_on is not null then 'met'
        when due.due_on < as_of.as_of_on then 'overdue'
        else 'open'
    end as status_code,
    due.met_on > due.due_on as is_met_late,
    as_of.as_of_on
from due
cross join {{ ref('int_concern_as_of') }} as as_of
