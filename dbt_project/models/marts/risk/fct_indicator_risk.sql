-- The working of every survey item: its benchmark, its z before and after overdispersion, and its evidence.
select
    cast(score.wave_code as varchar) as wave_code,
    cast(score.provider_code as varchar) as provider_code,
    cast(score.profession_code as varchar) as profession_code,
    cast(score.indicator_code as varchar) as indicator_code,
    cast(score.domain_code as varchar) as domain_code,
    score.is_scored,
    cast(score.respondents as bigint) as respondents,
    cast(score.respondents - score.adverse as bigint) as favourable,
    cast(100e0 * (1e0 - score.benchmark_share) as double) as benchmark_favourable_pct,
    cast(score.benchmark as varchar) as benchmark_used,
    cast(score.benchmark_units as bigint) as benchmark_units,
    cast(score.y as double) as y,
    cast(score.target as double) as target,
    cast(score.s as double) as s,
    cast(score.phi as double) as phi,
    cast(score.tau2 as double) as tau2,
    cast(score.phi_consistency as double) as phi_consistency,
    cast(score.z_raw as double) as z_raw,
    cast(score.z as double) as z,
    score.is_limited_evidence,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from {{ ref('int_survey_item_score') }} as score
cross join {{ ref('int_scoring_parameter') }} as parameter
