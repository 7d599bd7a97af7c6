select
    characteristic_code,
    characteristic_label,
    characteristic_order,
    group_code,
    group_label,
    group_kind,
    group_order
from {{ ref('dim_characteristic_group') }}
