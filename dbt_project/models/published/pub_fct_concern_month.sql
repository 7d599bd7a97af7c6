select
    concern_id,
    month_end,
    isf_category,
    is_open,
    isf_category_then_known,
    is_open_then_known
from {{ ref('fct_concern_month') }}
