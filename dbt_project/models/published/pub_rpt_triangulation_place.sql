-- The cells of a place counted: what each source flags, which way it moves, what is emerging and escalating,
-- which prompts stand. Counts of cells, never means of z. What is hidden is counted too: it is not fine.
{% set movements = [
    'emerging', 'escalating', 'continuing', 'receding', 'clear', 'not_comparable', 'hidden', 'no_evidence'
] %}
with cell as (
    select
        change.*,
        provider.region_code,
        provider.icb_code,
        prompt.is_escalation_prompt,
        prompt.is_assurance_gap,
        prompt.is_persistent,
        prompt.is_deescalation_prompt,
        'flagged' in (
            change.survey_finding, change.concerns_finding, change.self_assessment_finding
        ) as is_flagged
    from {{ ref('pub_rpt_triangulation_change') }} as change
    inner join {{ ref('pub_rpt_triangulation') }} as prompt on {{ same_cell('change', 'prompt') }}
    left join {{ ref('pub_dim_provider') }} as provider on change.provider_key = provider.provider_key
),

counted as (
    select
        wave_code,
        {{ place_columns() }},
        count(*) as cells,
        count(distinct provider_code) as providers,
        {{ count_where("status_code = 'suppressed'") }} as cells_hidden,
        {%- for source in ['survey', 'concerns', 'self_assessment'] %}
        {{ count_where(source ~ "_finding = 'flagged'") }} as {{ source }}_flagged,
        {{ count_where(source ~ "_finding = 'not_flagged'") }} as {{ source }}_not_flagged,
        {{ count_where(source ~ "_finding = 'hidden'") }} as {{ source }}_hidden,
        {{ count_where(source ~ "_finding = 'no_evidence'") }} as {{ source }}_no_evidence,
        {{ count_where(source ~ "_finding_before = 'flagged'") }} as {{ source }}_flagged_before,
        {{ count_where(source ~ "_direction = 'worsening'") }} as {{ source }}_worsening,
        {{ count_where(source ~ "_direction = 'unchanged'") }} as {{ source }}_unchanged,
        {{ count_where(source ~ "_direction = 'improving'") }} as {{ source }}_improving,
        {%- endfor %}
        count(distinct case when is_flagged then provider_code end) as providers_flagged,
        {%- for movement in movements %}
        {{ count_where("movement_code = '" ~ movement ~ "'") }} as movement_{{ movement }},
        {%- endfor %}
        {%- for movement in ['emerging', 'escalating'] %}
        count(distinct case when movement_code = '{{ movement }}' then provider_code end)
            as providers_{{ movement }},
        {%- endfor %}
        {{ count_where('is_escalation_prompt') }} as escalation_prompts,
        {{ count_where('is_assurance_gap') }} as assurance_gaps,
        {{ count_where('is_persistent') }} as persistent,
        {{ count_where('is_deescalation_prompt') }} as deescalation_prompts,
        {{ count_where('is_persistent is null') }} as persistence_hidden
    from cell
    {{ grouped_by_place('wave_code') }}
),

touched as (
    -- A concern touches several cells and is counted once in each sum.
    select
        cell.wave_code,
        cell.region_code,
        cell.icb_code,
        cell.profession_code,
        cell.domain_code,
        concern.concern_id,
        concern.isf_category_at_cutoff,
        concern.isf_category_before,
        concern.is_new,
        concern.is_escalated,
        concern.is_open_patient_safety
    from cell
    inner join {{ ref('pub_rpt_concern_cycle') }} as concern
        on cell.wave_code = concern.wave_code and cell.provider_code = concern.provider_code
    inner join {{ ref('pub_brg_concern_profession') }} as profession
        on concern.concern_id = profession.concern_id and cell.profession_code = profession.profession_code
    inner join {{ ref('pub_brg_concern_domain') }} as domain
        on concern.concern_id = domain.concern_id and cell.domain_code = domain.domain_code
),

concern as (
    select
        wave_code,
        {{ place_columns() }},
        {%- for category in [1, 2, 3, 4] %}
        {{ count_concerns('isf_category_at_cutoff = ' ~ category) }} as concerns_open_isf_{{ category }},
        {{ count_concerns('isf_category_before = ' ~ category) }} as concerns_open_before_isf_{{ category }},
        {%- endfor %}
        {{ count_concerns('is_new') }} as concerns_new,
        {{ count_concerns('is_escalated') }} as concerns_escalated,
        {{ count_concerns('is_open_patient_safety') }} as concerns_patient_safety
    from touched
    {{ grouped_by_place('wave_code') }}
)

select
    counted.*,
    {%- for category in [1, 2, 3, 4] %}
    coalesce(concern.concerns_open_isf_{{ category }}, 0) as concerns_open_isf_{{ category }},
    coalesce(concern.concerns_open_before_isf_{{ category }}, 0) as concerns_open_before_isf_{{ category }},
    {%- endfor %}
    coalesce(concern.concerns_new, 0) as concerns_new,
    coalesce(concern.concerns_escalated, 0) as concerns_escalated,
    coalesce(concern.concerns_patient_safety, 0) as concerns_patient_safety
from counted
left join concern
    on counted.wave_code = concern.wave_code and {{ same_place('counted', 'concern') }}
