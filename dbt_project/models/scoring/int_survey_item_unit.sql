-- Every unit of every survey item beside the share it is compared with, before any overdispersion.
-- The arcsine is taken of the adverse share, so that a larger z is worse.
with item as (
    select
        indicator.wave_code,
        indicator.provider_code,
        indicator.profession_code,
        indicator.indicator_code,
        cast(indicator.respondents as double) as respondents,
        cast(indicator.respondents - indicator.favourable as double) as adverse
    from {{ ref('fct_survey_indicator') }} as indicator
    where indicator.favourable is not null and indicator.respondents > 0
),

profession_share as (
    select
        wave_code,
        indicator_code,
        profession_code,
        sum(adverse) / sum(respondents) as share
    from item
    group by wave_code, indicator_code, profession_code
),

national_share as (
    select
        wave_code,
        indicator_code,
        sum(adverse) / sum(respondents) as share
    from item
    group by wave_code, indicator_code
),

unit as (
    select
        item.*,
        'profession' as benchmark,
        item.profession_code as benchmark_group,
        profession_share.share as benchmark_share
    from item
    inner join profession_share
        on
            item.wave_code = profession_share.wave_code
            and item.indicator_code = profession_share.indicator_code
            and item.profession_code = profession_share.profession_code

    union all

    select
        item.*,
        'all_professions' as benchmark,
        '' as benchmark_group,
        national_share.share as benchmark_share
    from item
    inner join national_share
        on
            item.wave_code = national_share.wave_code
            and item.indicator_code = national_share.indicator_code

    union all

    -- The provider as a whole, from counts; its benchmark is what its mix of professions would give.
    select
        item.wave_code,
        item.provider_code,
        'all' as profession_code,
        item.indicator_code,
        sum(item.respondents) as respondents,
        sum(item.adverse) as adverse,
        'profession_mix' as benchmark,
        'all' as benchmark_group,
        {{ ordered_sum('item.respondents * profession_share.share') }}
        / sum(item.respondents) as benchmark_share
    from item
    inner join profession_share
        on
            item.wave_code = profession_share.wave_code
            and item.indicator_code = profession_share.indicator_code
            and item.profession_code = profession_share.profession_code
    group by item.wave_code, item.provider_code, item.indicator_code
),

transformed as (
    select
        unit.*,
        {{ arcsine_root('unit.adverse / unit.respondents') }} as y,
        {{ arcsine_root('unit.benchmark_share') }} as target
    from unit
)

select
    transformed.wave_code,
    transformed.provider_code,
    transformed.profession_code,
    transformed.indicator_code,
    transformed.benchmark,
    transformed.benchmark_group,
    transformed.respondents,
    transformed.adverse,
    transformed.benchmark_share,
    4e0 * transformed.respondents as inverse_variance,
    transformed.y,
    transformed.target,
    {{ reproducible('(transformed.y - transformed.target) * 2e0 * sqrt(transformed.respondents)') }} as z_raw
from transformed
cross join {{ ref('int_scoring_parameter') }} as parameter
where transformed.respondents >= parameter.min_respondents_scored
