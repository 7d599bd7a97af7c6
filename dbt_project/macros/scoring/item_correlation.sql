{#- Correlation of the z of two survey items across units, per cycle and domain (scoring method section 2), as a full
    SELECT. Both orders of a pair are listed, and every item with itself. `item` has the items that are scored, each
    with the domain it counts for. -#}
{% macro item_correlation(item, key=none) %}
{%- set key = key or cell_key() -%}
{%- set group = family_of(key) + ['domain_code'] -%}
with pair as (
    select
        {{ columns_of('one', group) }},
        one.indicator_code,
        other.indicator_code as other_indicator_code,
        count(*) as units,
        {{ centred_sum('one.z', 'one.z') }} as spread_one,
        {{ centred_sum('other.z', 'other.z') }} as spread_other,
        {{ centred_sum('one.z', 'other.z') }} as spread_both
    from {{ item }} as one
    inner join {{ item }} as other
        on
            {{ same_cell('one', 'other', key) }}
            and one.indicator_code < other.indicator_code
    group by {{ columns_of('one', group) }}, one.indicator_code, other.indicator_code
),

estimated as (
    select
        pair.*,
        case
            when pair.units < parameter.min_correlation_units then null
            -- An item on which all units agree says nothing of how it moves with another.
            when pair.spread_one < 1e-9 or pair.spread_other < 1e-9 then null
            else greatest(
                parameter.item_rho_floor, pair.spread_both / sqrt(pair.spread_one * pair.spread_other)
            )
        end as floored_rho,
        parameter.item_rho_shrinkage,
        parameter.item_rho_default
    from pair
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

average as (
    select
        {{ group | join(', ') }},
        {{ ordered_sum('floored_rho') }} / count(*) as mean_rho
    from estimated
    where floored_rho is not null
    group by {{ group | join(', ') }}
),

shrunk as (
    select
        {{ columns_of('estimated', group) }},
        estimated.indicator_code,
        estimated.other_indicator_code,
        estimated.units,
        estimated.floored_rho is not null as is_estimated,
        {{ reproducible('coalesce(
            estimated.floored_rho + estimated.item_rho_shrinkage * (average.mean_rho - estimated.floored_rho),
            estimated.item_rho_default
        )') }} as rho
    from estimated
    left join average on {{ same_cell('estimated', 'average', group) }}
),

both_orders as (
    select
        {{ group | join(', ') }},
        indicator_code,
        other_indicator_code,
        units,
        is_estimated,
        rho
    from shrunk
    union all
    select
        {{ group | join(', ') }},
        other_indicator_code as indicator_code,
        indicator_code as other_indicator_code,
        units,
        is_estimated,
        rho
    from shrunk
)

select * from both_orders
union all
select
    {{ group | join(', ') }},
    indicator_code,
    max(indicator_code) as other_indicator_code,
    count(*) as units,
    true as is_estimated,
    1e0 as rho
from {{ item }}
group by {{ group | join(', ') }}, indicator_code
{% endmacro %}
