-- Histories that cannot be right as they stand. A person looks; the state shown elsewhere is the best
-- reading.
with state as (
    select
        *,
        lag(isf_category_after) over (partition by concern_id order by event_sequence) as category_before,
        lag(is_open_after) over (partition by concern_id order by event_sequence) as was_open,
        -- Order within a day is the order of recording: what was recorded ahead of a reopening is no fault.
        bool_or(event_type_code = 'reopened') over (
            partition by concern_id, occurred_on
        ) as is_reopened_that_day
    from {{ ref('int_concern_event_state') }}
),

fault as (
    select
        concern_id,
        event_id,
        'closed_before_raised' as fault_code
    from state
    where event_type_code = 'closed' and occurred_on < raised_on
    union all
    select
        concern_id,
        event_id,
        'category_jump' as fault_code
    from state
    where
        category_set is not null
        and from_category is not null
        and from_category <> coalesce(category_before, opening_category)
    union all
    select
        concern_id,
        event_id,
        'event_after_close' as fault_code
    from state
    where
        was_open is not null
        and not was_open
        and not is_reopened_that_day
        and event_type_code not in ('reopened', 'shared', 'condition_met', 'requirement_met')
    union all
    select
        concern_id,
        event_id,
        'reopened_while_open' as fault_code
    from state
    where event_type_code = 'reopened' and coalesce(was_open, true)
),

-- Category 4 on record, but no event in the history that says training was suspended.
suspended_without_event as (
    select
        concern.concern_id,
        cast(null as varchar) as event_id,
        'suspended_without_event' as fault_code
    from {{ ref('stg_concerns__concern') }} as concern
    left join state
        on concern.concern_id = state.concern_id and state.category_set = 4
    where concern.isf_category = 4 and state.concern_id is null
)

select
    concern_id,
    event_id,
    fault_code
from fault
union all
select
    concern_id,
    event_id,
    fault_code
from suspended_without_event
