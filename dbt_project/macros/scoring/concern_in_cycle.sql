{#- Concerns in every cycle in whose window they were open, with their category and standing on the cut-off date, as
    a full SELECT. `span_of_cycle` holds the spans of a concern as they are to be seen from a cycle, with wave_code,
    cutoff_on and window_opens_after of that cycle. -#}
{% macro concern_in_cycle(span_of_cycle) %}
with span as (
    select
        span.*,
        span.is_open and span.isf_category >= parameter.concern_min_category as is_counted
    from {{ span_of_cycle }} as span
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

counted as (
    select
        concern_id,
        wave_code,
        cutoff_on,
        max(
            case when valid_from <= cutoff_on and valid_to > cutoff_on then isf_category end
        ) as open_isf_category
    from span
    where
        is_counted
        -- A span's last day is the day before valid_to; the window's first day is the day after it opens.
        and valid_from <= cutoff_on
        and valid_to > window_opens_after + 1
    group by concern_id, wave_code, cutoff_on
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
            and counted.wave_code = span.wave_code
            and counted.cutoff_on >= span.valid_from
    where counted.open_isf_category is not null
    group by counted.concern_id, counted.wave_code
)

select
    counted.concern_id,
    counted.wave_code,
    counted.cutoff_on,
    counted.open_isf_category,
    opened.open_since,
    coalesce(
        counted.open_isf_category = parameter.floor_watch_category
        and {{ months_later('opened.open_since', 'parameter.floor_watch_months') }} < counted.cutoff_on,
        false
    ) as is_long_open
from counted
left join opened on counted.concern_id = opened.concern_id and counted.wave_code = opened.wave_code
cross join {{ ref('int_scoring_parameter') }} as parameter
{% endmacro %}
