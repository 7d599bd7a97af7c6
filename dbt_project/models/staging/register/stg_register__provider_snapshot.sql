with ranked as (
    {{ ranked_by_load('register', 'providers') }}
)

select
    snapshot_date,
    provider_code,
    provider_name,
    region_code,
    icb_code,
    postcode,
    opened_on,
    closed_on,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
