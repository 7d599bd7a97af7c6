with ranked as (
    {{ ranked_by_load('learners', 'learner_numbers') }}
)

select
    wave as wave_code,
    provider_code,
    -- A key column must not be empty: 'all' says that the file does not break the number down.
    coalesce(site_code, 'all') as site_code,
    profession as profession_code,
    coalesce(learner_level, 'all') as learner_level_code,
    learners,
    census_date,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
