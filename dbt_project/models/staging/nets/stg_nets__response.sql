with ranked as (
    {{ ranked_by_load('nets', 'nets_responses') }}
)

select
    response_id,
    wave as wave_code,
    submitted_on,
    provider_code,
    profession as profession_code,
    site_code,
    education_provider_ukprn as ukprn,
    specialty,
    learner_level as learner_level_code,
    age_band,
    disability,
    ethnicity,
    religion,
    sex,
    sexual_orientation,
    gender_reassignment,
    marital_status,
    {%- for question in single_choice_questions() + multiple_choice_questions() %}
    {{ question }},
    {%- endfor %}
    load_sequence,
    _load_id as load_id,
    _source_row as source_row
from ranked
where load_rank = 1
