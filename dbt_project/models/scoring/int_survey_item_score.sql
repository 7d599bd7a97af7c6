-- One adjusted z per survey item and unit, against its profession or, where too few are in it, all of them.
with candidate as (
    select
        unit.*,
        spread.units as benchmark_units,
        spread.phi,
        spread.tau2,
        spread.phi_consistency,
        row_number() over (
            partition by unit.wave_code, unit.provider_code, unit.profession_code, unit.indicator_code
            order by case when unit.benchmark = 'all_professions' then 1 else 0 end
        ) as preference
    from {{ ref('int_survey_item_unit') }} as unit
    inner join {{ ref('int_survey_item_overdispersion') }} as spread
        on
            unit.wave_code = spread.wave_code
            and unit.indicator_code = spread.indicator_code
            and unit.benchmark = spread.benchmark
            and unit.benchmark_group = spread.benchmark_group
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where unit.benchmark <> 'profession' or spread.units >= parameter.min_benchmark_units
)

select
    candidate.wave_code,
    candidate.provider_code,
    candidate.profession_code,
    candidate.indicator_code,
    indicator.domain_code,
    indicator.is_scored,
    candidate.respondents,
    candidate.adverse,
    candidate.benchmark,
    candidate.benchmark_units,
    candidate.benchmark_share,
    candidate.y,
    candidate.target,
    1e0 / sqrt(candidate.inverse_variance) as s,
    candidate.phi,
    candidate.tau2,
    candidate.phi_consistency,
    candidate.z_raw,
    {{ reproducible(
        '(candidate.y - candidate.target) / sqrt(1e0 / candidate.inverse_variance + candidate.tau2)'
    ) }}
        as z,
    candidate.respondents < parameter.min_respondents_full
    or candidate.benchmark_units < parameter.min_benchmark_units as is_limited_evidence,
    coalesce(item_weight.weight, parameter.item_weight) as item_weight
from candidate
inner join {{ ref('dim_indicator') }} as indicator on candidate.indicator_code = indicator.indicator_code
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_item_weight') }} as item_weight on candidate.indicator_code = item_weight.indicator_code
where candidate.preference = 1
