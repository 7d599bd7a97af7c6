-- State on the last day of every month from raising up to the day the log speaks of; months not yet over are
-- left out.
select
    span.concern_id,
    calendar.date_day as month_end,
    span.isf_category,
    span.is_open
from {{ ref('int_concern_span') }} as span
cross join {{ ref('int_concern_as_of') }} as as_of
inner join {{ ref('dim_date') }} as calendar
    on
        span.valid_from <= calendar.date_day
        and span.valid_to > calendar.date_day
        and as_of.as_of_on >= calendar.date_day
where calendar.is_month_end
