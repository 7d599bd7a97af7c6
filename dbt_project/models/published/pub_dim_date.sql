select
    date_day,
    calendar_year,
    month_of_year,
    month_start,
    month_end,
    is_month_end,
    academic_year,
    financial_year,
    is_bank_holiday,
    is_working_day,
    working_day_number
from {{ ref('dim_date') }}
