-- The same figures as fct_domain_risk, hidden under the same statuses, and the prompts that follow from
-- them. The reason of a de-escalation prompt names the day of a plan and stays in the restricted zone.
with judged as (
    select
        cell.*,
        disclosure.is_survey_hidden,
        disclosure.is_exposure_hidden,
        disclosure.is_response_hidden,
        disclosure.is_hidden,
        disclosure.is_run_hidden,
        disclosure.is_trend_hidden
    from {{ ref('rpt_triangulation') }} as cell
    inner join {{ ref('int_risk_disclosure') }} as disclosure on {{ same_cell('cell', 'disclosure') }}
)

select
    wave_code,
    provider_code,
    provider_key,
    provider_name,
    profession_code,
    domain_code,
    case when is_hidden then 'suppressed' else 'shown' end as status_code,
    {{ unless('is_hidden', 'band') }},
    {{ unless('is_hidden', 'z_composite') }},
    {{ unless('is_survey_hidden', 'z_survey') }},
    {{ unless('is_exposure_hidden', 'z_concerns') }},
    z_self_assessment,
    declaration,
    open_isf_category,
    concerns_open,
    {{ unless('is_exposure_hidden', 'concerns_expected') }},
    {{ unless('is_hidden', 'sources_present') }},
    {{ unless('is_hidden', 'sources_flagged') }},
    {{ unless('is_hidden', 'flagged_source_count') }},
    {{ unless('is_hidden', 'is_escalation_prompt') }},
    {{ unless('is_hidden', 'escalation_reason') }},
    {{ unless('is_hidden', 'is_assurance_gap') }},
    {{ unless('is_run_hidden', 'cycles_flagged') }},
    {{ unless('is_run_hidden', 'is_persistent') }},
    {{ unless('is_run_hidden or is_trend_hidden', 'is_deescalation_prompt') }},
    {{ unless('is_response_hidden', 'respondents') }},
    {{ unless('is_survey_hidden', 'smallest_base') }},
    method_version,
    parameter_hash
from judged
