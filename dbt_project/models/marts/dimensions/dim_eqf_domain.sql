select
    domain_code,
    domain_name,
    eqf_edition,
    sort_order
from {{ ref('eqf_domain') }}
