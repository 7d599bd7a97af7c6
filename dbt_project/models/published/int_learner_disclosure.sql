-- How finely the learners of a provider and profession can be broken down. Their total is published with the
-- risk cells, where disclosure control shows it, so a part may only be shown where no part beside it is
-- hidden. Of the breakdowns by site and level, by level and by site the first without a small number is
-- taken, else the total alone.
with part as (
    select
        wave_code,
        provider_code,
        profession_code,
        learners,
        sum(learners) over (
            partition by wave_code, provider_code, profession_code, learner_level_code
        ) as level_learners,
        sum(learners) over (
            partition by wave_code, provider_code, profession_code, site_code
        ) as site_learners
    from {{ ref('fct_learner_numbers') }}
),

place as (
    select
        wave_code,
        provider_code,
        profession_code,
        bool_or({{ is_small_base('learners') }}) as has_small_part,
        bool_or({{ is_small_base('level_learners') }}) as has_small_level,
        bool_or({{ is_small_base('site_learners') }}) as has_small_site
    from part
    group by wave_code, provider_code, profession_code
),

judged as (
    select
        place.*,
        -- Expected concerns of a wave and profession add up to the observed ones, which are shown: the total
        -- of their learners is known, and the verdict was reached knowing it.
        {{ survey_status('verdict') }} = 'suppressed' as is_hidden
    from place
    {{ join_survey_verdict(
        'verdict', 'place', "'learners'", "'provider'", 'place.provider_code', 'place.profession_code'
    ) }}
)

select
    wave_code,
    provider_code,
    profession_code,
    is_hidden,
    not is_hidden and (not has_small_part or (has_small_level and not has_small_site)) as keeps_site,
    not is_hidden and (not has_small_part or not has_small_level) as keeps_level
from judged
