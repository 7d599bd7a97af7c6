select
    month_end,
    register_code,
    breakdown_code,
    group_code,
    open_at_start,
    entered_in_month,
    left_in_month,
    period_from,
    period_to,
    managed,
    closed,
    stepped_down,
    new_after_period,
    open_at_end
from {{ ref('rpt_concern_register') }}
