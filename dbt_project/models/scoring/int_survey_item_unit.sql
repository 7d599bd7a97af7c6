-- Every unit of every survey item beside the share it is compared with, before any overdispersion.
with item as ({{ survey_item_count() }}),

profession_share as ({{ benchmark_share('item', ['wave_code', 'indicator_code', 'profession_code']) }}),

national_share as ({{ benchmark_share('item', ['wave_code', 'indicator_code']) }}),

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
)

select * from ({{ survey_item_unit(
    'unit', ['wave_code', 'provider_code', 'profession_code', 'indicator_code']
) }}) as unit_on_scale
