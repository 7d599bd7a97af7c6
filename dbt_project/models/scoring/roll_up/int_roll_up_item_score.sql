-- Survey items of every level, with the domain they count for there. Items of a provider and profession are
-- those of its cells: their benchmark is the same, whatever they are added up to.
{% set key = ['wave_code', 'place_level_code', 'place_code', 'profession_code', 'indicator_code'] %}
{% set group = ['wave_code', 'place_level_code', 'indicator_code', 'benchmark', 'benchmark_group'] %}
with spread as ({{ survey_item_overdispersion(ref('int_roll_up_item_unit'), group) }}),

scored as ({{ survey_item_score(ref('int_roll_up_item_unit'), 'spread', key, group) }}),

item as (
    select
        {{ columns_of('scored', key) }},
        scored.domain_code,
        scored.is_scored,
        scored.respondents,
        scored.adverse,
        scored.benchmark,
        scored.benchmark_units,
        scored.tau2,
        scored.z,
        scored.is_limited_evidence,
        scored.item_weight
    from scored

    union all

    select
        wave_code,
        'provider' as place_level_code,
        provider_code as place_code,
        profession_code,
        indicator_code,
        domain_code,
        is_scored,
        respondents,
        adverse,
        benchmark,
        benchmark_units,
        tau2,
        z,
        is_limited_evidence,
        item_weight
    from {{ ref('int_survey_item_score') }}
    -- The whole provider is compared here with other whole providers, not with its mix of professions.
    where profession_code <> 'all'
)

select
    item.wave_code,
    level.score_level_code,
    item.place_level_code,
    item.place_code,
    item.profession_code,
    case when level.is_all_domains then 'all' else item.domain_code end as domain_code,
    item.indicator_code,
    item.respondents,
    item.adverse,
    item.benchmark,
    item.benchmark_units,
    item.tau2,
    item.z,
    item.is_limited_evidence,
    item.item_weight
from item
inner join {{ ref('score_level') }} as level
    on
        item.place_level_code = level.place_level_code
        and level.is_all_professions = (item.profession_code = 'all')
where
    item.is_scored
    and item.domain_code is not null
    -- An item that disclosure control never shows of such places would hide every score it is part of.
    and strpos(concat(';', level.left_out_indicators, ';'), concat(';', item.indicator_code, ';')) = 0
