-- Fixed bounds, so that the calendar does not depend on the day on which it is built.
with days as (
    {{ date_spine('2015-01-01', '2035-12-31') }}
)

select
    date_day,
    cast(extract(year from date_day) as integer) as calendar_year,
    cast(extract(month from date_day) as integer) as month_of_year,
    cast(date_trunc('month', date_day) as date) as month_start,
    last_day(date_day) as month_end,
    date_day = last_day(date_day) as is_month_end,
    -- Academic year in words of the sector: 2024 is 1 September 2024 to 31 August 2025.
    cast(
        extract(year from date_day) - case when extract(month from date_day) < 9 then 1 else 0 end as integer
    ) as academic_year,
    cast(
        extract(year from date_day) - case when extract(month from date_day) < 4 then 1 else 0 end as integer
    ) as financial_year
from days
