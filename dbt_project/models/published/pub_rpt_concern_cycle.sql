-- Every concern at the cut-off of every cycle: its category then and when the window opened, whether it was
-- new in the window or went up in it. From published tables only, so by month.
with log as (
    select max(month_end) as last_month_end
    from {{ ref('pub_fct_concern_month') }}
),

cycle as (
    select
        wave.wave_code,
        wave.cutoff_on,
        {{ months_later('wave.cutoff_on', '-parameter.concern_window_months') }} as window_opens_after,
        -- A log that ends before the cut-off speaks of its own end.
        least(last_day(wave.cutoff_on), log.last_month_end) as state_on
    from {{ ref('pub_dim_wave') }} as wave
    cross join log
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where wave.wave_code in (select risk.wave_code from {{ ref('pub_fct_domain_risk') }} as risk)
),

step as (
    select
        concern_id,
        occurred_on,
        isf_category_after,
        isf_category_after > lag(isf_category_after) over (
            partition by concern_id order by event_sequence
        ) as is_rise
    from {{ ref('pub_fct_concern_event') }}
),

in_window as (
    select
        concern.concern_id,
        cycle.wave_code,
        max(step.isf_category_after) as highest_step,
        coalesce(bool_or(step.is_rise), false) as is_escalated
    from {{ ref('pub_fct_concern') }} as concern
    inner join cycle on concern.raised_on <= cycle.cutoff_on
    left join step
        on
            concern.concern_id = step.concern_id
            and cycle.window_opens_after < step.occurred_on
            and cycle.cutoff_on >= step.occurred_on
    group by concern.concern_id, cycle.wave_code
)

select
    cast(cycle.wave_code as varchar) as wave_code,
    concern.concern_id,
    concern.provider_code,
    concern.raised_on,
    now_open.isf_category as isf_category_at_cutoff,
    then_open.isf_category as isf_category_before,
    greatest(
        coalesce(in_window.highest_step, now_open.isf_category, concern.recorded_isf_category),
        coalesce(now_open.isf_category, 0)
    ) as highest_in_window,
    concern.raised_on > cycle.window_opens_after as is_new,
    in_window.is_escalated,
    coalesce(concern.patient_safety and now_open.isf_category is not null, false) as is_open_patient_safety
from in_window
inner join cycle on in_window.wave_code = cycle.wave_code
inner join {{ ref('pub_fct_concern') }} as concern on in_window.concern_id = concern.concern_id
left join {{ ref('pub_fct_concern_month') }} as now_open
    on in_window.concern_id = now_open.concern_id and cycle.state_on = now_open.month_end and now_open.is_open
left join {{ ref('pub_fct_concern_month') }} as then_open
    on
        in_window.concern_id = then_open.concern_id
        and cycle.window_opens_after = then_open.month_end
        and then_open.is_open
-- A concern closed before the window opened is history of this cycle, no part of it.
where
    now_open.isf_category is not null
    or then_open.isf_category is not null
    or concern.raised_on > cycle.window_opens_after
    or in_window.highest_step is not null
