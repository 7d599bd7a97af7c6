select
    concern_id,
    register_code,
    stay_number,
    {{ month_of('entered_on') }} as entered_on,
    entered_by,
    {{ month_of('left_on') }} as left_on,
    left_by
from {{ ref('fct_concern_register') }}
