-- Histories that cannot be right as they stand, with the rule and what it expects. They are reported, never
-- corrected: the state shown elsewhere is the best reading.
with event as (
    select
        event.*,
        concern.raised_on,
        concern.first_plan_agreed_on,
        event.event_type_code in ('raised', 'categorised', 'reopened')
        and event.to_category is not null as is_category_set,
        lag(event.isf_category_after) over (
            partition by event.concern_id order by event.event_sequence
        ) as category_before,
        lag(event.is_open_after) over (
            partition by event.concern_id order by event.event_sequence
        ) as was_open,
        -- Order within a day is the order of recording: what was recorded ahead of a reopening is no fault.
        bool_or(event.event_type_code = 'reopened') over (
            partition by event.concern_id, event.occurred_on
        ) as is_reopened_that_day
    from {{ ref('fct_concern_event') }} as event
    inner join {{ ref('fct_concern') }} as concern on event.concern_id = concern.concern_id
),

judged as (
    select
        concern_id,
        event_id,
        occurred_on,
        event_type_code = 'closed' and occurred_on < raised_on as closed_before_raised,
        is_category_set and from_category <> category_before as category_jump,
        event_type_code = 'categorised'
        and abs(to_category - coalesce(category_before, from_category)) > 1 as category_skipped,
        not was_open
        and not is_reopened_that_day
        and event_type_code not in ('reopened', 'shared', 'condition_set', 'condition_met', 'requirement_met')
            as event_after_close,
        event_type_code = 'reopened' and coalesce(was_open, true) as reopened_while_open,
        is_category_set
        and to_category = 1
        and is_open_after
        and coalesce(first_plan_agreed_on > occurred_on, true) as minor_without_plan
    from event
),

fault as (
    {% for rule in [
        'closed_before_raised', 'category_jump', 'category_skipped', 'event_after_close', 'reopened_while_open',
        'minor_without_plan'
    ] -%}
    select
        concern_id,
        event_id,
        occurred_on,
        '{{ rule }}' as rule_code
    from judged
    where {{ rule }}
    union all
    {% endfor -%}
    -- What stands on record alone, with no event that says it.
    select
        concern.concern_id,
        cast(null as varchar) as event_id,
        concern.raised_on as occurred_on,
        case
            when concern.recorded_isf_category = 4 then 'suspended_without_event' else 'minor_without_plan'
        end as rule_code
    from {{ ref('fct_concern') }} as concern
    where
        (
            concern.recorded_isf_category = 4
            and not exists (
                select 1
                from event
                where
                    event.concern_id = concern.concern_id
                    and event.is_category_set
                    and event.to_category = 4
            )
        )
        or (
            concern.recorded_isf_category = 1
            and coalesce(concern.first_plan_agreed_on > concern.raised_on, true)
            and not exists (
                select 1
                from event
                where
                    event.concern_id = concern.concern_id
                    and event.is_category_set
                    and event.to_category = 1
                    and event.occurred_on <= concern.raised_on
            )
        )
)

select
    fault.concern_id,
    fault.rule_code,
    row_number() over (
        partition by fault.concern_id, fault.rule_code order by fault.occurred_on, fault.event_id nulls first
    ) as fault_number,
    fault.event_id,
    rule.rule_name,
    rule.expected,
    concern.provider_code,
    concern.provider_key,
    fault.occurred_on
from fault
inner join {{ ref('concern_history_rule') }} as rule on fault.rule_code = rule.rule_code
inner join {{ ref('fct_concern') }} as concern on fault.concern_id = concern.concern_id
