-- Where to look first, rolled up: provider or region, one profession or all, one domain or all, recomputed
-- from counts.
with benchmark as (
    select
        {{ columns_of('item', roll_up_key()) }},
        max(score.benchmark_units) as benchmark_units
    from {{ ref('int_roll_up_domain_item') }} as item
    inner join {{ ref('int_roll_up_item_score') }} as score
        on {{ same_cell('item', 'score', roll_up_key()) }} and item.indicator_code = score.indicator_code
    group by {{ columns_of('item', roll_up_key()) }}
)

select
    cast(risk.wave_code as varchar) as wave_code,
    cast(risk.score_level_code as varchar) as score_level_code,
    cast(risk.place_level_code as varchar) as place_level_code,
    cast(risk.place_code as varchar) as place_code,
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
    cast(risk.floor_reason as varchar) as floor_reason,
    cast(risk.evidence_state as varchar) as evidence_state,
    cast(risk.sources_present as varchar) as sources_present,
    cast(risk.sources_flagged as varchar) as sources_flagged,
    cast(risk.flagged_source_count as bigint) as flagged_source_count,
    cast(risk.providers as bigint) as providers,
    cast(risk.professions as bigint) as professions,
    cast(risk.respondents as bigint) as respondents,
    cast(risk.items_used as bigint) as items_used,
    cast(risk.smallest_base as bigint) as smallest_base,
    cast(risk.benchmark_used as varchar) as benchmark_used,
    cast(benchmark.benchmark_units as bigint) as benchmark_units,
    cast(risk.learners as bigint) as learners,
    case
        when risk.respondents > 0 and risk.has_all_learners
            then cast(risk.respondents as double) / risk.learners
    end as response_rate,
    cast(risk.concerns_open as bigint) as concerns_open,
    cast(coalesce(found.concerns_compared, 0) as bigint) as concerns_compared,
    cast(risk.concerns_expected as double) as concerns_expected,
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
from {{ ref('int_roll_up_risk') }} as risk
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_roll_up_concern_cell') }} as found on {{ same_cell('risk', 'found', roll_up_key()) }}
left join benchmark on {{ same_cell('risk', 'benchmark', roll_up_key()) }}
