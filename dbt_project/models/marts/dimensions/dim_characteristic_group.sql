select
    characteristic.characteristic_code,
    characteristic.characteristic_label,
    characteristic.sort_order as characteristic_order,
    listed.group_code,
    listed.group_label,
    listed.group_kind,
    listed.sort_order as group_order
from {{ ref('characteristic_group') }} as listed
inner join {{ ref('protected_characteristic') }} as characteristic
    on listed.characteristic_code = characteristic.characteristic_code
