select
    concern_id,
    month_end,
    isf_category,
    is_open
from {{ ref('fct_concern_month') }}
