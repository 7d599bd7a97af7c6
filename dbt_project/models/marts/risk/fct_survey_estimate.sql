-- For reading beside a score: favourable shares drawn towards their group, their interval, the colour rule.
select
    cast(estimate.wave_code as varchar) as wave_code,
    cast(estimate.provider_code as varchar) as provider_code,
    cast(estimate.profession_code as varchar) as profession_code,
    cast(estimate.indicator_code as varchar) as indicator_code,
    cast(100e0 * (1e0 - estimate.adverse_share) as double) as estimate_pct,
    cast(100e0 * (1e0 - posterior.upper_95) as double) as estimate_lower_95,
    cast(100e0 * (1e0 - posterior.lower_95) as double) as estimate_upper_95,
    cast(posterior.above_benchmark_probability as double) as below_benchmark_probability,
    cast(estimate.prior_size as double) as prior_size,
    cast(colour.colour_code as varchar) as colour_code,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from {{ ref('int_survey_item_estimate') }} as estimate
inner join {{ ref('int_survey_item_colour') }} as colour on {{ same_item('estimate', 'colour') }}
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_survey_item_posterior') }} as posterior on {{ same_item('estimate', 'posterior') }}
