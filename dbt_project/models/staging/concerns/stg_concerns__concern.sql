with ranked as (
    {{ ranked_by_load('concerns', 'concerns') }}
)

select
    concern_id,
    provider_code,
    professions as profession_codes,
    eqf_domains as domain_codes,
    source_type as source_type_code,
    raised_on,
    recorded_at,
    cast(isf_category as integer) as isf_category,
    site_code,
    department,
    eqf_standards as standard_codes,
    patient_safety,
    review_due_on,
    other_groups_affected,
    summary,
    desired_improvement,
    success_measure,
    monitoring,
    next_steps,
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
