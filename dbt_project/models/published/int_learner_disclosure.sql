-- How finely the learners of a provider and profession can be broken down. Their total is published with the
-- risk cells, so a part may only be shown where no part beside it is hidden. Of the breakdowns by site and
-- level, by level and by site the first without a small number is taken, else the total alone.
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
        sum(learners) as learners,
        {{ is_small_base('sum(learners)') }} as is_small,
        bool_or({{ is_small_base('learners') }}) as has_small_part,
        bool_or({{ is_small_base('level_learners') }}) as has_small_level,
        bool_or({{ is_small_base('site_learners') }}) as has_small_site
    from part
    group by wave_code, provider_code, profession_code
),

ranked as (
    select
        place.*,
        sum(case when place.is_small then 1 else 0 end) over (
            partition by place.wave_code, place.profession_code
        ) as small_places,
        row_number() over (
            partition by place.wave_code, place.profession_code, place.is_small, place.learners > 0
            order by place.learners, place.provider_code
        ) as place_by_size
    from place
),

judged as (
    select
        ranked.*,
        -- Expected concerns of a wave and profession add up to the observed ones: a hidden place that is
        -- alone could be solved for. The smallest of the others is hidden with it.
        ranked.is_small
        or (ranked.small_places = 1 and ranked.learners > 0 and ranked.place_by_size = 1) as is_hidden
    from ranked
)

select
    wave_code,
    provider_code,
    profession_code,
    is_hidden,
    not is_hidden and (not has_small_part or (has_small_level and not has_small_site)) as keeps_site,
    not is_hidden and (not has_small_part or not has_small_level) as keeps_level
from judged
