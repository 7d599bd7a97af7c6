select
    concern_id,
    domain_code,
    is_primary
from {{ ref('brg_concern_domain') }}
