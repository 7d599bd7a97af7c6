-- The survey's z of every cell under every alternative. Tau2 and the correlations follow from what was
-- estimated once: tau2 is linear in phi, a correlation lies between its estimate and the mean by a set share.
with item as (
    select
        chosen.wave_code,
        chosen.provider_code,
        chosen.profession_code,
        chosen.domain_code,
        chosen.indicator_code,
        chosen.item_weight,
        score.y - score.target as distance,
        score.s,
        spread.units,
        spread.phi * spread.phi_consistency as mean_square,
        spread.weight_spread
    from {{ ref('int_survey_domain_item') }} as chosen
    inner join {{ ref('int_survey_item_score') }} as score
        on
            chosen.wave_code = score.wave_code
            and chosen.provider_code = score.provider_code
            and chosen.profession_code = score.profession_code
            and chosen.indicator_code = score.indicator_code
    inner join {{ ref('int_survey_item_overdispersion') }} as spread
        on
            chosen.wave_code = spread.wave_code
            and chosen.indicator_code = spread.indicator_code
            and chosen.benchmark = spread.benchmark
            and spread.benchmark_group
            = case chosen.benchmark when 'profession' then chosen.profession_code else '' end
),

tried_phi as (
    select distinct phi_consistency
    from {{ ref('int_score_alternative') }}
),

summed as (
    select
        item.wave_code,
        item.provider_code,
        item.profession_code,
        item.domain_code,
        tried_phi.phi_consistency,
        {{ ordered_sum(
            'item.item_weight * item.distance / sqrt(item.s * item.s + '
            ~ tau2_by_moments('item.units', 'item.mean_square / tried_phi.phi_consistency', 'item.weight_spread')
            ~ ')'
        ) }} as weighted_z
    from item
    cross join tried_phi
    group by
        item.wave_code, item.provider_code, item.profession_code, item.domain_code, tried_phi.phi_consistency
),

correlation as (
    select
        *,
        -- Moving estimates towards their mean leaves the mean where it is.
        avg(case when is_estimated and indicator_code <> other_indicator_code then rho end)
            over (partition by wave_code, domain_code)
            as mean_rho
    from {{ ref('int_item_correlation') }}
),

spread as (
    select
        one.wave_code,
        one.provider_code,
        one.profession_code,
        one.domain_code,
        {{ ordered_sum(
            'one.item_weight * other.item_weight * case when correlation.is_estimated '
            ~ 'then case when one.indicator_code = other.indicator_code then 1 else correlation.mean_rho end '
            ~ 'else 0 end'
        ) }} as at_mean,
        {{ ordered_sum(
            'one.item_weight * other.item_weight * case when correlation.is_estimated '
            ~ 'and one.indicator_code <> other.indicator_code then correlation.rho - correlation.mean_rho else 0 end'
        ) }} as off_mean,
        {{ ordered_sum(
            'one.item_weight * other.item_weight * case when correlation.is_estimated then 0 else 1 end'
        ) }} as assumed
    from item as one
    inner join item as other on {{ same_cell('one', 'other') }}
    inner join correlation
        on
            one.wave_code = correlation.wave_code
            and one.domain_code = correlation.domain_code
            and one.indicator_code = correlation.indicator_code
            and other.indicator_code = correlation.other_indicator_code
    group by one.wave_code, one.provider_code, one.profession_code, one.domain_code
)

select
    alternative.alternative_code,
    summed.wave_code,
    summed.provider_code,
    summed.profession_code,
    summed.domain_code,
    {{ reproducible('summed.weighted_z / sqrt(
        spread.at_mean
        + spread.off_mean * coalesce(
            (1 - alternative.item_rho_shrinkage) / nullif(1 - parameter.item_rho_shrinkage, 0), 1
        )
        + spread.assumed * alternative.item_rho_default
    )') }} as z_survey
from summed
inner join spread on {{ same_cell('summed', 'spread') }}
inner join {{ ref('int_score_alternative') }} as alternative
    on summed.phi_consistency = alternative.phi_consistency
cross join {{ ref('int_scoring_parameter') }} as parameter
