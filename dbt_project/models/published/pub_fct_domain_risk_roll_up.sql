-- Rolled-up scores with the three statuses of fct_domain_risk: of the survey's figures, of those that rest on
-- learners, and of the composite, which rests on both.
with judged as (
    select
        cell.*,
        disclosure.survey_status_code,
        disclosure.is_survey_hidden,
        disclosure.is_exposure_hidden,
        disclosure.is_response_hidden,
        disclosure.is_hidden
    from {{ ref('fct_domain_risk_roll_up') }} as cell
    inner join {{ ref('int_roll_up_disclosure') }} as disclosure
        on {{ same_cell('cell', 'disclosure', roll_up_key()) }}
)

select
    wave_code,
    score_level_code,
    place_level_code,
    place_code,
    provider_key,
    profession_code,
    domain_code,
    case when is_hidden then 'suppressed' else 'shown' end as status_code,
    survey_status_code,
    case
        when is_exposure_hidden then 'suppressed'
        else {{ cell_status('learners') }}
    end as exposure_status_code,
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
    providers,
    professions,
    {{ unless('is_response_hidden', 'respondents') }},
    {{ unless('is_survey_hidden', 'items_used') }},
    {{ unless('is_survey_hidden', 'smallest_base') }},
    {{ unless('is_survey_hidden', 'benchmark_used') }},
    {{ unless('is_survey_hidden', 'benchmark_units') }},
    {{ unless('is_exposure_hidden', 'learners') }},
    {{ unless('is_exposure_hidden or is_response_hidden', 'response_rate') }},
    concerns_open,
    concerns_compared,
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
