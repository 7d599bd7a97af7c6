-- Small numbers of learners are hidden: they are the smallest base of every rate about them.
select
    wave_code,
    provider_code,
    provider_key,
    site_code,
    profession_code,
    learner_level_code,
    {{ cell_status('learners') }} as status_code,
    {{ suppress('learners', 'learners') }} as learners,
    census_date
from {{ ref('fct_learner_numbers') }}
