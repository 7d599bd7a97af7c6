with ranked as (
    {{ ranked_by_load('psa', 'psa') }}
)

select
    cast(cycle as integer) as cycle,
    provider_code,
    question_code,
    -- Blank profession: the answer speaks for the whole organisation.
    coalesce(profession, 'all') as profession_code,
    cast(version as integer) as version,
    answer as answer_code,
    submitted_at,
    signed_off_by_role,
    exception_professions,
    comment as comment_text,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
