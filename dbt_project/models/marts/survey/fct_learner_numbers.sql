select
    learner_number.wave_code,
    learner_number.provider_code,
    provider.provider_key,
    learner_number.site_code,
    learner_number.profession_code,
    learner_number.learner_level_code,
    learner_number.learners,
    learner_number.census_date
from {{ ref('stg_learners__learner_number') }} as learner_number
left join {{ ref('int_provider_at_wave') }} as provider
    on learner_number.wave_code = provider.wave_code and learner_number.provider_code = provider.provider_code
