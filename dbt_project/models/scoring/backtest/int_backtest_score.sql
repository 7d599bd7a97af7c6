-- The score of every cell from what was known on the cut-off day, by the formulas of the score itself: of the
-- concern log what had been recorded by then, of self-assessments the version sent in by then. The released
-- score takes in what comes later about earlier days, and to foresee with hindsight is no art.
with span_of_cycle as (
    select
        span.*,
        cycle.wave_code,
        cycle.cutoff_on,
        cycle.window_opens_after
    from {{ ref('int_concern_known_span') }} as span
    inner join {{ ref('int_scoring_cycle') }} as cycle
        on span.known_from <= cycle.cutoff_on and span.known_to > cycle.cutoff_on
),

concern_cycle as ({{ concern_in_cycle('span_of_cycle') }}),

concern_cell as (
    select
        concern_cycle.wave_code,
        concern.provider_code,
        profession.profession_code,
        domain.domain_code,
        count(*) as concerns_open,
        max(concern_cycle.open_isf_category) as open_isf_category,
        bool_or(concern_cycle.is_long_open) as has_long_open_concern
    from concern_cycle
    inner join {{ ref('fct_concern') }} as concern on concern_cycle.concern_id = concern.concern_id
    inner join {{ ref('brg_concern_profession') }} as profession
        on concern_cycle.concern_id = profession.concern_id
    inner join {{ ref('brg_concern_domain') }} as domain on concern_cycle.concern_id = domain.concern_id
    group by
        concern_cycle.wave_code, concern.provider_code, profession.profession_code, domain.domain_code
),

exposure as ({{ concern_exposure('concern_cell') }}),

overdispersion as ({{ concern_overdispersion('exposure') }}),

concern_score as ({{ concern_score('exposure', 'overdispersion') }}),

-- The last version that had been signed off and sent in by then.
answer_of_cycle as (
    select
        answer.*,
        cycle.wave_code,
        max(answer.version) over (partition by cycle.wave_code, answer.provider_code) as last_version
    from {{ ref('fct_self_assessment') }} as answer
    inner join {{ ref('int_scoring_cycle') }} as cycle
        on
            cast(answer.cycle as integer) = cycle.wave_year
            and cast(answer.submitted_at as date) <= cycle.cutoff_on
    where answer.is_signed_off
),

last_answer as (
    select *
    from answer_of_cycle
    where version = last_version
),

answer_of_cell as ({{ answer_of_cell('last_answer') }}),

self_assessment_score as ({{ self_assessment_score('answer_of_cell') }}),

composite as ({{ domain_composite('concern_score', 'self_assessment_score') }}),

added as (
    select
        composite.*,
        coalesce(composite.survey_multiplier * composite.z_survey_capped, 0e0)
        + coalesce(composite.concerns_multiplier * composite.z_concerns_capped, 0e0)
        + coalesce(composite.self_assessment_multiplier * composite.z_self_assessment_capped, 0e0) as z_sum,
        composite.z_survey_capped is not null as has_survey,
        -- As in int_domain_band: silent sources alone are no evidence.
        composite.z_survey_capped is not null
        or greatest(composite.concerns_multiplier, composite.self_assessment_multiplier) > 0 as has_evidence
    from composite
),

banded as (
    select
        added.*,
        case when added.has_evidence then {{ summable('added.z_sum') }} end as z_composite,
        case
            when added.has_evidence then {{ evident_band('added.z_sum', 'added.has_survey') }}
            else 'insufficient_evidence'
        end as band_raw,
        case
            when
                concern.open_isf_category >= parameter.floor_risk_category or concern.has_long_open_concern
                then {{ floor_band('concern') }}
        end as floor_band
    from added
    left join concern_cell as concern on {{ same_cell('added', 'concern') }}
    cross join {{ ref('int_scoring_parameter') }} as parameter
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    z_composite,
    {{ floored_band('band_raw', 'floor_band') }} as band,
    z_survey_capped as z_survey,
    z_concerns_capped as z_concerns,
    z_self_assessment_capped as z_self_assessment
from banded
