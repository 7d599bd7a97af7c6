with ranked as (
    {{ ranked_by_load('register', 'provider_attributes') }}
)

select
    provider_code,
    valid_from,
    provider_type as provider_type_code,
    successor_code,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
