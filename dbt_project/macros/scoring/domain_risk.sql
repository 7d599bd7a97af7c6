{#- Everything known of a cell in one row: scores, floors, and which sources are flagged, as a full SELECT, from the cells
    and what the macros of the other names give. -#}
{% macro domain_risk(
    cells, survey_score, concern_score, concern_cell, self_assessment_score, domain_band, domain_floor, key=none
) %}
with assembled as (
    select
        cell.*,
        survey.z_survey,
        coalesce(survey.items_used, 0) as items_used,
        survey.smallest_base,
        survey.benchmark_used,
        survey.is_limited_evidence,
        concern.z_concerns,
        concern.concerns_expected,
        concern.lower_95 as concerns_lower_95,
        concern.upper_95 as concerns_upper_95,
        coalesce(concern.concern_limit, 'no_exposure') as concern_limit,
        coalesce(found.concerns_open, 0) as concerns_open,
        found.open_isf_category,
        coalesce(found.has_open_patient_safety, false) as has_open_patient_safety,
        coalesce(found.has_open_obligation, false) as has_open_obligation,
        coalesce(found.has_concern_without_plan, false) as has_concern_without_plan,
        found.last_plan_agreed_on,
        declared.z_self_assessment,
        declared.declaration,
        coalesce(declared.unanswered_mandatory, 0) as unanswered_mandatory,
        band.z_composite,
        band.p_value,
        band.q_value,
        coalesce(band.band_raw, 'insufficient_evidence') as band_raw,
        lower_bound.floor_band,
        lower_bound.floor_reason
    from {{ cells }} as cell
    left join {{ survey_score }} as survey on {{ same_cell('cell', 'survey', key) }}
    left join {{ concern_score }} as concern on {{ same_cell('cell', 'concern', key) }}
    left join {{ concern_cell }} as found on {{ same_cell('cell', 'found', key) }}
    left join {{ self_assessment_score }} as declared on {{ same_cell('cell', 'declared', key) }}
    left join {{ domain_band }} as band on {{ same_cell('cell', 'band', key) }}
    left join {{ domain_floor }} as lower_bound on {{ same_cell('cell', 'lower_bound', key) }}
),

flagged as (
    select
        assembled.*,
        coalesce(assembled.z_survey >= parameter.survey_flag_z, false) as is_survey_flagged,
        assembled.concern_limit in ('above_95', 'above_998') as is_concerns_flagged,
        coalesce(assembled.declaration = 'not_met', false) as is_self_assessment_flagged,
        coalesce(assembled.q_value <= parameter.false_discovery_rate, false) as is_discovery,
        {{ floored_band('assembled.band_raw', 'assembled.floor_band') }} as band,
        case
            when assembled.band_raw = 'insufficient_evidence' then 'insufficient'
            when assembled.z_survey is null or assembled.is_limited_evidence then 'limited'
            else 'sufficient'
        end as evidence_state
    from assembled
    cross join {{ ref('int_scoring_parameter') }} as parameter
)

select
    flagged.*,
    cast(flagged.is_survey_flagged as integer) + cast(flagged.is_concerns_flagged as integer)
    + cast(flagged.is_self_assessment_flagged as integer) as flagged_source_count,
    concat_ws(
        ';',
        case when flagged.z_survey is not null then 'survey' end,
        case when flagged.z_concerns is not null then 'concerns' end,
        case when flagged.z_self_assessment is not null then 'self_assessment' end
    ) as sources_present,
    concat_ws(
        ';',
        case when flagged.is_survey_flagged then 'survey' end,
        case when flagged.is_concerns_flagged then 'concerns' end,
        case when flagged.is_self_assessment_flagged then 'self_assessment' end
    ) as sources_flagged
from flagged
{% endmacro %}
