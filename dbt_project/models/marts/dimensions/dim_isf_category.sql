select
    -- A number here, because concerns compare it: higher is more serious.
    cast(isf_category as integer) as isf_category,
    isf_name,
    meaning
from {{ ref('isf_category') }}
