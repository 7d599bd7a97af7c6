-- Correlation of the z of two survey items across units, per wave and domain (scoring method section 2).
-- Both orders of a pair are listed, and every item with itself.
with item as (
    select
        wave_code,
        domain_code,
        provider_code,
        profession_code,
        indicator_code,
        z
    from {{ ref('int_survey_item_score') }}
    where is_scored and profession_code <> 'all' and domain_code is not null
),

pair as (
    select
        one.wave_code,
        one.domain_code,
        one.indicator_code,
        other.indicator_code as other_indicator_code,
        count(*) as units,
        {{ centred_sum('one.z', 'one.z') }} as spread_one,
        {{ centred_sum('other.z', 'other.z') }} as spread_other,
        {{ centred_sum('one.z', 'other.z') }} as spread_both
    from item as one
    inner join item as other
        on
            one.wave_code = other.wave_code
            and one.domain_code = other.domain_code
            and one.provider_code = other.provider_code
            and one.profession_code = other.profession_code
            and one.indicator_code < other.indicator_code
    group by one.wave_code, one.domain_code, one.indicator_code, other.indicator_code
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
        wave_code,
        domain_code,
        {{ ordered_sum('floored_rho') }} / count(*) as mean_rho
    from estimated
    where floored_rho is not null
    group by wave_code, domain_code
),

shrunk as (
    select
        estimated.wave_code,
        estimated.domain_code,
        estimated.indicator_code,
        estimated.other_indicator_code,
        estimated.units,
        estimated.floored_rho is not null as is_estimated,
        {{ reproducible('coalesce(
            estimated.floored_rho + estimated.item_rho_shrinkage * (average.mean_rho - estimated.floored_rho),
            estimated.item_rho_default
        )') }} as rho
    from estimated
    left join average
        on
            estimated.wave_code = average.wave_code
            and estimated.domain_code = average.domain_code
),

both_orders as (
    select
        wave_code,
        domain_code,
        indicator_code,
        other_indicator_code,
        units,
        is_estimated,
        rho
    from shrunk
    union all
    select
        wave_code,
        domain_code,
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
    wave_code,
    domain_code,
    indicator_code,
    max(indicator_code) as other_indicator_code,
    count(*) as units,
    true as is_estimated,
    1e0 as rho
from item
group by wave_code, domain_code, indicator_code
