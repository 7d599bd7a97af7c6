select
    provider_code,
    successor_code,
    steps,
    valid_from,
    valid_to,
    is_today
from {{ ref('brg_provider_successor') }}
