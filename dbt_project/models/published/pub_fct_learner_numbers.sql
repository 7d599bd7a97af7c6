-- Learners as finely broken down as no part is hidden beside its total: they are the base of every rate
-- about them. Rows of a provider and profession never overlap and always add up to the total.
with broken_down as (
    select
        part.wave_code,
        part.provider_code,
        part.provider_key,
        case when disclosure.keeps_site then part.site_code else 'all' end as site_code,
        part.profession_code,
        case when disclosure.keeps_level then part.learner_level_code else 'all' end as learner_level_code,
        disclosure.is_hidden,
        part.learners,
        part.census_date
    from {{ ref('fct_learner_numbers') }} as part
    inner join {{ ref('int_learner_disclosure') }} as disclosure
        on
            part.wave_code = disclosure.wave_code
            and part.provider_code = disclosure.provider_code
            and part.profession_code = disclosure.profession_code
),

summed as (
    select
        wave_code,
        provider_code,
        provider_key,
        site_code,
        profession_code,
        learner_level_code,
        is_hidden,
        cast(sum(learners) as bigint) as learners,
        max(census_date) as census_date
    from broken_down
    group by
        wave_code, provider_code, provider_key, site_code, profession_code, learner_level_code, is_hidden
)

select
    wave_code,
    provider_code,
    provider_key,
    site_code,
    profession_code,
    learner_level_code,
    case when is_hidden then 'suppressed' else {{ cell_status('learners') }} end as status_code,
    case when not is_hidden then {{ suppress('learners', 'learners') }} end as learners,
    census_date
from summed
