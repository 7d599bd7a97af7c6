-- Three kinds of figures, three statuses. Survey figures rest on the smallest base of their items,
-- exposure figures on the learners, the composite and all that follows from it on both. What stems from
-- the concern log or the self-assessment alone is about organisations and is always shown.
with asked as (
    -- Domains about which a wave asked anything that is scored; D4 never is.
    select distinct
        wave.wave_code,
        indicator.domain_code
    from {{ ref('dim_wave') }} as wave
    inner join {{ ref('dim_indicator') }} as indicator
        on
            wave.wave_year >= indicator.valid_from_year
            and wave.wave_year <= coalesce(indicator.valid_to_year, 9999)
    where indicator.is_scored
),

judged as (
    select
        cell.*,
        disclosure.is_survey_hidden,
        disclosure.is_exposure_hidden,
        disclosure.is_response_hidden,
        disclosure.is_hidden,
        disclosure.is_run_hidden,
        disclosure.is_trend_hidden,
        asked.domain_code is not null as is_asked
    from {{ ref('fct_domain_risk') }} as cell
    inner join {{ ref('int_risk_disclosure') }} as disclosure on {{ same_cell('cell', 'disclosure') }}
    left join asked on cell.wave_code = asked.wave_code and cell.domain_code = asked.domain_code
)

select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    domain_code,
    case when is_hidden then 'suppressed' else 'shown' end as status_code,
    case
        when is_survey_hidden then 'suppressed'
        when z_survey is not null then 'shown'
        when not is_asked then 'not_asked'
        when coalesce(respondents, 0) = 0 then 'no_respondents'
        -- Somebody answered, too few for a score.
        else 'suppressed'
    end as survey_status_code,
    {{ cell_status('learners') }} as exposure_status_code,
    {{ unless('is_survey_hidden', 'z_survey') }},
    {{ unless('is_exposure_hidden', 'z_concerns') }},
    z_self_assessment,
    {{ unless('is_hidden', 'z_composite') }},
    {{ unless('is_hidden', 'p_value') }},
    {{ unless('is_hidden', 'q_value') }},
    {{ unless('is_hidden', 'is_discovery') }},
    {{ unless('is_hidden', 'band_raw') }},
    {{ unless('is_hidden', 'band') }},
    floor_reason,
    {{ unless('is_hidden', 'evidence_state') }},
    {{ unless('is_hidden', 'sources_present') }},
    {{ unless('is_hidden', 'sources_flagged') }},
    {{ unless('is_hidden', 'flagged_source_count') }},
    {{ unless('is_run_hidden', 'cycles_flagged') }},
    {{ unless('is_run_hidden', 'cycles_clean') }},
    {{ unless('is_trend_hidden', 'sources_improving') }},
    {{ unless('is_trend_hidden', 'improving_source_count') }},
    {{ unless('is_response_hidden', 'respondents') }},
    {{ unless('is_survey_hidden', 'items_used') }},
    {{ unless('is_survey_hidden', 'smallest_base') }},
    {{ unless('is_survey_hidden', 'benchmark_used') }},
    {{ unless('is_exposure_hidden', 'learners') }},
    {{ unless('is_exposure_hidden or is_response_hidden', 'response_rate') }},
    concerns_open,
    -- Expected concerns are learners times a rate that larger cells give away.
    {{ unless('is_exposure_hidden', 'concerns_expected') }},
    concerns_lower_95,
    concerns_upper_95,
    {{ unless('is_exposure_hidden', 'concern_limit') }},
    open_isf_category,
    has_open_patient_safety,
    has_open_obligation,
    has_concern_without_plan,
    {{ month_of('last_plan_agreed_on') }} as last_plan_agreed_on,
    declaration,
    unanswered_mandatory,
    method_version,
    parameter_hash,
    phi_consistency
from judged
