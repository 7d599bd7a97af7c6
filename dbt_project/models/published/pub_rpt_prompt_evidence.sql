-- Why a prompt is there: one row per prompt, rule and piece of evidence, with the row it was seen in. Only
-- shown prompts have rows. What is asked and which threshold applies is governed in prompt_evidence_type.
{% set rules = {
    'sources_agree':
        'prompt.is_escalation_prompt and risk.flagged_source_count >= parameter.escalation_min_sources',
    'serious_concern':
        'prompt.is_escalation_prompt and risk.open_isf_category >= parameter.escalation_category',
    'patient_safety': 'prompt.is_escalation_prompt and risk.has_open_patient_safety',
    'survey_contradicts': 'prompt.is_assurance_gap and risk.z_survey >= parameter.survey_flag_z',
    'concern_contradicts':
        'prompt.is_assurance_gap and risk.open_isf_category >= parameter.assurance_gap_category',
    'consecutive_cycles': 'prompt.is_persistent',
    'sustained_progress': 'prompt.is_deescalation_prompt',
} %}
with cell as (
    select
        risk.*,
        wave.cutoff_on,
        prompt.is_persistent,
        {%- for rule_code, condition in rules.items() %}
        coalesce({{ condition }}, false) as {{ rule_code }},
        {%- endfor %}
        concat_ws('|', risk.wave_code, risk.provider_code, risk.profession_code, risk.domain_code) as cell_key
    from {{ ref('pub_fct_domain_risk') }} as risk
    inner join {{ ref('pub_rpt_triangulation') }} as prompt on {{ same_cell('risk', 'prompt') }}
    inner join {{ ref('pub_dim_wave') }} as wave on risk.wave_code = wave.wave_code
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

rule as (
    {%- for rule_code in rules %}
    select
        cell_key,
        '{{ rule_code }}' as rule_code
    from cell
    where {{ rule_code }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

seen as (
    select * from ({{ cell_evidence('cell') }})
    union all
    select * from ({{ row_evidence('cell') }})
)

select
    cell.wave_code,
    cell.provider_code,
    cell.provider_key,
    cell.profession_code,
    cell.domain_code,
    kind.prompt_code,
    kind.rule_code,
    kind.evidence_code,
    kind.source_code,
    seen.item_code,
    kind.measure,
    cast(seen.value as double) as value,
    cast(coalesce(seen.threshold, cast(parameter.value as double)) as double) as threshold,
    seen.observed_month,
    kind.fact_table,
    seen.fact_key,
    kind.question
from cell
inner join rule on cell.cell_key = rule.cell_key
inner join {{ ref('prompt_evidence_type') }} as kind on rule.rule_code = kind.rule_code
inner join seen on cell.cell_key = seen.cell_key and kind.evidence_code = seen.evidence_code
left join {{ ref('scoring_parameter') }} as parameter on kind.threshold_parameter = parameter.parameter
where
    coalesce(seen.threshold, cast(parameter.value as double)) is null
    or seen.value >= coalesce(seen.threshold, cast(parameter.value as double))
