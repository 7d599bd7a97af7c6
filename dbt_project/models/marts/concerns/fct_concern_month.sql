-- State on the last day of every month from raising up to the day the log speaks of, as it was and as it was
-- then known; months not yet over are left out.
select
    span.concern_id,
    calendar.date_day as month_end,
    span.isf_category,
    span.is_open,
    then_known.isf_category as isf_category_then_known,
    then_known.is_open as is_open_then_known
from {{ ref('int_concern_span') }} as span
cross join {{ ref('int_concern_as_of') }} as as_of
inner join {{ ref('dim_date') }} as calendar
    on
        span.valid_from <= calendar.date_day
        and span.valid_to > calendar.date_day
        and as_of.as_of_on >= calendar.date_day
left join {{ ref('int_concern_known_span') }} as then_known
    on
        span.concern_id = then_known.concern_id
        and calendar.date_day >= then_known.valid_from
        and calendar.date_day < then_known.valid_to
        and calendar.date_day >= then_known.known_from
        and calendar.date_day < then_known.known_to
where calendar.is_month_end
