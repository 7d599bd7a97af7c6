-- Every concern in every cycle in whose window it was open: what was true of it on the cut-off date.
-- State is by the date things occurred, not by the date they were recorded.
with span as (
    select
        span.concern_id,
        span.valid_from,
        span.valid_to,
        span.isf_category,
        span.is_open and span.isf_category >= parameter.concern_min_category as is_counted
    from {{ ref('int_concern_span') }} as span
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

counted as (
    select
        span.concern_id,
        cycle.wave_code,
        cycle.cutoff_on,
        max(
            case
                when span.valid_from <= cycle.cutoff_on and span.valid_to > cycle.cutoff_on
                    then span.isf_category
            end
        ) as open_isf_category
    from span
    inner join {{ ref('int_scoring_cycle') }} as cycle
        -- A span's last day is the day before valid_to; the window's first day is the day after it opens.
        on
            span.valid_from <= cycle.cutoff_on
            and span.valid_to > cycle.window_opens_after + 1
    where span.is_counted
    group by span.concern_id, cycle.wave_code, cycle.cutoff_on
),

opened as (
    -- An unbroken run of open spans began when the last closed or ungraded one ended.
    select
        counted.concern_id,
        counted.wave_code,
        coalesce(
            max(case when not span.is_counted then span.valid_to end), min(span.valid_from)
        ) as open_since
    from counted
    inner join span
        on
            counted.concern_id = span.concern_id
            and counted.cutoff_on >= span.valid_from
    where counted.open_isf_category is not null
    group by counted.concern_id, counted.wave_code
),

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
    opened.open_since,
    coalesce(
        counted.open_isf_category = parameter.floor_watch_category
        and {{ months_later('opened.open_since', 'parameter.floor_watch_months') }} < counted.cutoff_on,
        false
    ) as is_long_open,
    concern.patient_safety and counted.open_isf_category is not null as is_open_patient_safety,
    history.plan_agreed_on,
    coalesce(history.has_open_requirement, false)
    or coalesce(conditional.has_open_condition, false) as has_open_obligation
from counted
inner join {{ ref('fct_concern') }} as concern on counted.concern_id = concern.concern_id
left join opened on counted.concern_id = opened.concern_id and counted.wave_code = opened.wave_code
left join history on counted.concern_id = history.concern_id and counted.wave_code = history.wave_code
left join conditional
    on counted.concern_id = conditional.concern_id and counted.wave_code = conditional.wave_code
cross join {{ ref('int_scoring_parameter') }} as parameter
