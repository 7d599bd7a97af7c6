select
    isf_category,
    isf_name,
    meaning
from {{ ref('dim_isf_category') }}
