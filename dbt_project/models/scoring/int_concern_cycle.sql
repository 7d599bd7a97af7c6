-- Every concern in every cycle in whose window it was open: what was true of it on the cut-off date.
-- State is by the date things occurred, not by the date they were recorded.
with span_of_cycle as (
    select
        span.*,
        cycle.wave_code,
        cycle.cutoff_on,
        cycle.window_opens_after
    from {{ ref('int_concern_span') }} as span
    cross join {{ ref('int_scoring_cycle') }} as cycle
),

counted as ({{ concern_in_cycle('span_of_cycle') }}),

known as (
    select
        counted.wave_code,
        event.*
    from counted
    inner join {{ ref('fct_concern_event') }} as event
        on
            counted.concern_id = event.concern_id
            and counted.cutoff_on >= event.occurred_on
),

condition as (
    -- As in int_concern_milestone: per condition, the later of setting and meeting decides.
    select
        concern_id,
        wave_code,
        max(case when event_type_code = 'condition_set' then event_sequence else 0 end)
        > max(case when event_type_code = 'condition_met' then event_sequence else 0 end) as is_open_condition
    from known
    where event_type_code in ('condition_set', 'condition_met')
    group by concern_id, wave_code, condition_code
),

conditional as (
    select
        concern_id,
        wave_code,
        bool_or(is_open_condition) as has_open_condition
    from condition
    group by concern_id, wave_code
),

history as (
    select
        concern_id,
        wave_code,
        max(case when event_type_code = 'plan_agreed' then occurred_on end) as plan_agreed_on,
        count(case when event_type_code = 'immediate_requirement' then 1 end)
        > count(case when event_type_code = 'requirement_met' then 1 end) as has_open_requirement
    from known
    group by concern_id, wave_code
)

select
    counted.concern_id,
    counted.wave_code,
    concern.provider_code,
    counted.open_isf_category,
    counted.open_isf_category is not null as is_open_at_cutoff,
    counted.open_since,
    counted.is_long_open,
    concern.patient_safety and counted.open_isf_category is not null as is_open_patient_safety,
    history.plan_agreed_on,
    coalesce(history.has_open_requirement, false)
    or coalesce(conditional.has_open_condition, false) as has_open_obligation
from counted
inner join {{ ref('fct_concern') }} as concern on counted.concern_id = concern.concern_id
left join history on counted.concern_id = history.concern_id and counted.wave_code = history.wave_code
left join conditional
    on counted.concern_id = conditional.concern_id and counted.wave_code = conditional.wave_code
