with ranked as (
    {{ ranked_by_load('nets', 'nets_aggregates') }}
)

select
    wave as wave_code,
    provider_code,
    coalesce(site_code, 'all') as site_code,
    profession as profession_code,
    indicator_code,
    respondents,
    favourable,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
