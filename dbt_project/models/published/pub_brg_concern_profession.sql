select
    concern_id,
    profession_code
from {{ ref('brg_concern_profession') }}
