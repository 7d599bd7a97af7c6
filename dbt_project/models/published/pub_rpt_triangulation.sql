-- The prompts beside the cells of the published fct_domain_risk: every figure the two share is taken from
-- there, so that none can be hidden in only one of them. The reason of a de-escalation prompt names the
-- day of a plan and stays in the restricted zone.
with prompted as (
    select
        cell.*,
        prompt.provider_name,
        prompt.is_escalation_prompt,
        prompt.escalation_reason,
        prompt.is_assurance_gap,
        prompt.is_persistent,
        prompt.is_deescalation_prompt,
        disclosure.is_hidden,
        disclosure.is_run_hidden,
        disclosure.is_trend_hidden
    from {{ ref('pub_fct_domain_risk') }} as cell
    inner join {{ ref('rpt_triangulation') }} as prompt on {{ same_cell('cell', 'prompt') }}
    inner join {{ ref('int_risk_disclosure') }} as disclosure on {{ same_cell('cell', 'disclosure') }}
)

select
    wave_code,
    provider_code,
    provider_key,
    provider_name,
    profession_code,
    domain_code,
    status_code,
    band,
    z_composite,
    z_survey,
    z_concerns,
    z_self_assessment,
    declaration,
    open_isf_category,
    concerns_open,
    concerns_expected,
    sources_present,
    sources_flagged,
    flagged_source_count,
    {{ unless('is_hidden', 'is_escalation_prompt') }},
    {{ unless('is_hidden', 'escalation_reason') }},
    {{ unless('is_hidden', 'is_assurance_gap') }},
    cycles_flagged,
    {{ unless('is_run_hidden', 'is_persistent') }},
    {{ unless('is_run_hidden or is_trend_hidden', 'is_deescalation_prompt') }},
    respondents,
    smallest_base,
    method_version,
    parameter_hash
from prompted
