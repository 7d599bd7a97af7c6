-- Survey items of whole providers and of regions, added up from counts, small units included. Whole places
-- are compared with everybody in the country; a profession of a region with its profession in the country,
-- and as there are fewer regions than a benchmark needs, the spread is taken over all professions
-- (profession_pooled).
{% set key = ['wave_code', 'place_level_code', 'place_code', 'profession_code', 'indicator_code'] %}
with item as ({{ survey_item_count() }}),

profession_share as ({{ benchmark_share('item', ['wave_code', 'indicator_code', 'profession_code']) }}),

national_share as ({{ benchmark_share('item', ['wave_code', 'indicator_code']) }}),

kind as (
    select distinct
        place_level_code,
        is_all_professions
    from {{ ref('score_level') }}
),

part as (
    select
        item.wave_code,
        kind.place_level_code,
        case
            when kind.place_level_code = 'provider' then item.provider_code
            else coalesce(place.region_code, 'not_stated')
        end as place_code,
        case when kind.is_all_professions then 'all' else item.profession_code end as profession_code,
        item.indicator_code,
        item.respondents,
        item.adverse
    from item
    -- Professions of a provider are units already.
    inner join kind on kind.is_all_professions or kind.place_level_code <> 'provider'
    left join {{ ref('int_survey_place') }} as place
        on item.wave_code = place.wave_code and item.provider_code = place.provider_code
),

counted as (
    select
        {{ key | join(', ') }},
        sum(respondents) as respondents,
        sum(adverse) as adverse
    from part
    group by {{ key | join(', ') }}
),

unit as (
    select
        counted.*,
        benchmark.benchmark,
        case
            when benchmark.benchmark = 'profession' then counted.profession_code else ''
        end as benchmark_group,
        profession_share.share as benchmark_share
    from counted
    inner join profession_share
        on
            counted.wave_code = profession_share.wave_code
            and counted.indicator_code = profession_share.indicator_code
            and counted.profession_code = profession_share.profession_code
    cross join (values ('profession'), ('profession_pooled')) as benchmark (benchmark)

    union all

    select
        counted.*,
        'whole_places' as benchmark,
        'all' as benchmark_group,
        national_share.share as benchmark_share
    from counted
    inner join national_share
        on
            counted.wave_code = national_share.wave_code
            and counted.indicator_code = national_share.indicator_code
    where counted.profession_code = 'all'
)

select * from ({{ survey_item_unit('unit', key) }}) as unit_on_scale
