-- Fixed bounds, so that the calendar does not depend on the day on which it is built.
with days as (
    {{ date_spine('2015-01-01', '2035-12-31') }}
),

worked as (
    select
        days.date_day,
        holiday.holiday_on is not null as is_bank_holiday,
        holiday.holiday_on is null and not {{ is_weekend('days.date_day') }} as is_working_day
    from days
    left join {{ ref('bank_holiday') }} as holiday on days.date_day = holiday.holiday_on
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
    ) as financial_year,
    is_bank_holiday,
    is_working_day,
    -- Working days from the first day of the calendar to this one: n working days later is this number + n.
    cast(
        sum(case when is_working_day then 1 else 0 end) over (
            order by date_day
            rows between unbounded preceding and current row
        ) as integer
    ) as working_day_number
from worked
