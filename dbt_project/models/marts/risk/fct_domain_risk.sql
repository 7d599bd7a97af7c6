-- Where to look first: one row per provider, profession, domain and cycle, with its working beside it.
with moved as (
    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        count(*) as band_alternatives
    from {{ ref('int_domain_band_alternative') }}
    group by wave_code, provider_code, profession_code, domain_code
)

select
    cast(risk.wave_code as varchar) as wave_code,
    cast(risk.provider_code as varchar) as provider_code,
    cast(risk.provider_key as varchar) as provider_key,
    cast(risk.profession_code as varchar) as profession_code,
    cast(risk.domain_code as varchar) as domain_code,
    cast(risk.z_survey as double) as z_survey,
    cast(risk.z_concerns as double) as z_concerns,
    cast(risk.z_self_assessment as double) as z_self_assessment,
    cast(risk.z_composite as double) as z_composite,
    cast(risk.p_value as double) as p_value,
    cast(risk.q_value as double) as q_value,
    risk.is_discovery,
    cast(risk.band_raw as varchar) as band_raw,
    cast(risk.band as varchar) as band,
    cast(coalesce(moved.band_alternatives, 0) as bigint) as band_alternatives,
    -- Where evidence is insufficient there is no band to be firm.
    case when risk.band <> 'insufficient_evidence' then moved.band_alternatives is null end as is_band_firm,
    cast(risk.floor_reason as varchar) as floor_reason,
    cast(risk.evidence_state as varchar) as evidence_state,
    cast(risk.sources_present as varchar) as sources_present,
    cast(risk.sources_flagged as varchar) as sources_flagged,
    cast(risk.flagged_source_count as bigint) as flagged_source_count,
    cast(persistence.cycles_flagged as bigint) as cycles_flagged,
    cast(persistence.cycles_clean as bigint) as cycles_clean,
    cast(coalesce(trend.sources_improving, '') as varchar) as sources_improving,
    cast(coalesce(trend.improving_source_count, 0) as bigint) as improving_source_count,
    cast(risk.respondents as bigint) as respondents,
    cast(risk.items_used as bigint) as items_used,
    cast(risk.smallest_base as bigint) as smallest_base,
    cast(risk.benchmark_used as varchar) as benchmark_used,
    cast(risk.learners as bigint) as learners,
    case when risk.respondents > 0 then cast(risk.respondents as double) / risk.learners end as response_rate,
    cast(risk.concerns_open as bigint) as concerns_open,
    cast(risk.concerns_expected as double) as concerns_expected,
    cast(estimate.rate_ratio as double) as concerns_rate_ratio,
    cast(risk.concerns_lower_95 as double) as concerns_lower_95,
    cast(risk.concerns_upper_95 as double) as concerns_upper_95,
    cast(risk.concern_limit as varchar) as concern_limit,
    cast(risk.open_isf_category as integer) as open_isf_category,
    risk.has_open_patient_safety,
    risk.has_open_obligation,
    risk.has_concern_without_plan,
    cast(risk.last_plan_agreed_on as date) as last_plan_agreed_on,
    cast(risk.declaration as varchar) as declaration,
    cast(risk.unanswered_mandatory as bigint) as unanswered_mandatory,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash,
    parameter.phi_consistency
from {{ ref('int_domain_risk') }} as risk
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_concern_estimate') }} as estimate on {{ same_cell('risk', 'estimate') }}
left join {{ ref('int_domain_persistence') }} as persistence on {{ same_cell('risk', 'persistence') }}
left join {{ ref('int_domain_trend') }} as trend on {{ same_cell('risk', 'trend') }}
left join moved on {{ same_cell('risk', 'moved') }}
