-- The three sources of a cell side by side, and the questions their agreement prompts.
-- A prompt asks a person to look; nothing here changes an ISF category.
with prompted as (
    select
        risk.*,
        concat_ws(
            '; ',
            case
                when risk.flagged_source_count >= parameter.escalation_min_sources
                    then concat('sources flagged: ', replace(risk.sources_flagged, ';', ', '))
            end,
            case
                when risk.open_isf_category >= parameter.escalation_category
                    then concat('open ISF ', cast(risk.open_isf_category as varchar), ' concern')
            end,
            case when risk.has_open_patient_safety then 'open patient-safety concern' end
        ) as escalation_reason,
        risk.cycles_flagged >= parameter.persistence_cycles as is_persistent,
        coalesce(risk.declaration = 'met', false)
        and (
            coalesce(risk.z_survey >= parameter.survey_flag_z, false)
            or coalesce(risk.open_isf_category >= parameter.assurance_gap_category, false)
        ) as is_assurance_gap,
        -- Only where something is open can support be stepped down.
        risk.open_isf_category is not null
        and risk.cycles_clean >= parameter.deescalation_clean_cycles
        and risk.improving_source_count >= parameter.deescalation_improving_sources
        and not risk.has_open_obligation
        and not risk.has_concern_without_plan as is_deescalation_prompt
    from {{ ref('fct_domain_risk') }} as risk
    cross join {{ ref('int_scoring_parameter') }} as parameter
)

select
    prompted.wave_code,
    prompted.provider_code,
    prompted.provider_key,
    provider.provider_name,
    prompted.profession_code,
    prompted.domain_code,
    prompted.band,
    prompted.z_composite,
    prompted.z_survey,
    prompted.z_concerns,
    prompted.z_self_assessment,
    prompted.declaration,
    prompted.open_isf_category,
    prompted.concerns_open,
    prompted.concerns_expected,
    prompted.sources_present,
    prompted.sources_flagged,
    prompted.flagged_source_count,
    prompted.escalation_reason <> '' as is_escalation_prompt,
    cast(nullif(prompted.escalation_reason, '') as varchar) as escalation_reason,
    prompted.is_assurance_gap,
    prompted.cycles_flagged,
    prompted.is_persistent,
    prompted.is_deescalation_prompt,
    cast(case
        when prompted.is_deescalation_prompt
            then concat(
                'nothing flagged for ',
                cast(prompted.cycles_clean as varchar),
                ' cycles; improving since the plan of ',
                cast(prompted.last_plan_agreed_on as varchar),
                ': ',
                replace(prompted.sources_improving, ';', ', '),
                '; no open condition or immediate requirement'
            )
    end as varchar) as deescalation_reason,
    prompted.respondents,
    prompted.smallest_base,
    prompted.method_version,
    prompted.parameter_hash
from prompted
left join {{ ref('dim_provider') }} as provider on prompted.provider_key = provider.provider_key
