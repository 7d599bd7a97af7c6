select
    profession_code,
    profession_name,
    sort_order
from {{ ref('profession') }}
