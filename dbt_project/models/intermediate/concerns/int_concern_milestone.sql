-- Dates and counts that a concern gathers over its life.
with state as (
    select * from {{ ref('int_concern_event_state') }}
),

condition as (
    select
        concern_id,
        condition_code,
        -- The later of setting and meeting decides, so a condition set again is open again.
        max(case when event_type_code = 'condition_set' then event_sequence else 0 end)
        > max(case when event_type_code = 'condition_met' then event_sequence else 0 end) as is_open_condition
    from state
    where event_type_code in ('condition_set', 'condition_met')
    group by concern_id, condition_code
),

open_condition as (
    select
        concern_id,
        sum(case when is_open_condition then 1 else 0 end) as open_condition_count
    from condition
    group by concern_id
),

gathered as (
    select
        concern_id,
        min(case when event_type_code = 'plan_agreed' then occurred_on end) as first_plan_agreed_on,
        max(case when event_type_code = 'plan_off_track' then occurred_on end) as last_plan_off_track_on,
        max(case when event_type_code = 'closed' then occurred_on end) as last_closed_on,
        max(case when event_type_code = 'shared' then occurred_on end) as last_shared_on,
        max(occurred_on) as last_event_on,
        max(isf_category_after) as highest_category_after,
        sum(case when event_type_code = 'reopened' then 1 else 0 end) as reopened_count,
        sum(case when event_type_code = 'shared' then 1 else 0 end) as shared_count,
        -- Counts, not order: a requirement is open until as many were met as were made.
        sum(
            case event_type_code when 'immediate_requirement' then 1 when 'requirement_met' then -1 else 0 end
        ) > 0 as has_open_requirement
    from state
    group by concern_id
)

select
    gathered.concern_id,
    gathered.first_plan_agreed_on,
    gathered.last_plan_off_track_on,
    gathered.last_closed_on,
    gathered.last_shared_on,
    gathered.last_event_on,
    gathered.highest_category_after,
    gathered.has_open_requirement,
    cast(gathered.reopened_count as bigint) as reopened_count,
    cast(gathered.shared_count as bigint) as shared_count,
    cast(coalesce(open_condition.open_condition_count, 0) as bigint) as open_condition_count
from gathered
left join open_condition on gathered.concern_id = open_condition.concern_id
