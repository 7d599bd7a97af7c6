select
    month_end,
    open_at_start,
    raised,
    reopened,
    managed,
    closed,
    open_at_end
from {{ ref('rpt_concern_stock_flow') }}
