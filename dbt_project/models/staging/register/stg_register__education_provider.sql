with ranked as (
    {{ ranked_by_load('register', 'education_providers') }}
)

select
    ukprn,
    name as education_provider_name,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
