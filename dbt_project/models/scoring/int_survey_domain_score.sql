-- The survey's z of a cell: weighted sum of its items over the deviation it would have by chance.
with item as (
    select *
    from {{ ref('int_survey_domain_item') }}
),

spread as (
    select
        one.wave_code,
        one.provider_code,
        one.profession_code,
        one.domain_code,
        sqrt({{ ordered_sum('one.item_weight * other.item_weight * correlation.rho') }}) as deviation
    from item as one
    inner join item as other
        on
            one.wave_code = other.wave_code
            and one.domain_code = other.domain_code
            and one.provider_code = other.provider_code
            and one.profession_code = other.profession_code
    inner join {{ ref('int_item_correlation') }} as correlation
        on
            one.wave_code = correlation.wave_code
            and one.domain_code = correlation.domain_code
            and one.indicator_code = correlation.indicator_code
            and other.indicator_code = correlation.other_indicator_code
    group by one.wave_code, one.provider_code, one.profession_code, one.domain_code
)

select
    item.wave_code,
    item.provider_code,
    item.profession_code,
    item.domain_code,
    spread.deviation,
    {{ reproducible(ordered_sum('item.item_weight * item.z') ~ ' / spread.deviation') }} as z_survey,
    count(*) as items_used,
    cast(min(item.respondents) as bigint) as smallest_base,
    bool_and(item.is_limited_evidence) as is_limited_evidence,
    case
        when min(item.benchmark) = max(item.benchmark) then min(item.benchmark)
        else 'mixed'
    end as benchmark_used
from item
inner join spread
    on
        item.wave_code = spread.wave_code
        and item.provider_code = spread.provider_code
        and item.profession_code = spread.profession_code
        and item.domain_code = spread.domain_code
group by item.wave_code, item.provider_code, item.profession_code, item.domain_code, spread.deviation
