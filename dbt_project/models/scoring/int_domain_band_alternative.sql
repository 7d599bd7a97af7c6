-- Every cell and alternative in which the band is another than the published one. The composite is recomposed
-- from the z of its sources; as in the score, of the sets of sources that speak the largest counts.
{% set source_sets = [
    ['survey'], ['concerns'], ['self_assessment'],
    ['survey', 'concerns'], ['survey', 'self_assessment'], ['concerns', 'self_assessment'],
    ['survey', 'concerns', 'self_assessment']
] %}
with source as (
    select
        cell.wave_code,
        cell.provider_code,
        cell.profession_code,
        cell.domain_code,
        cell.band,
        cell.floor_band,
        parameter.alternative_code,
        parameter.band_watch_z,
        parameter.band_risk_z,
        parameter.band_elevated_z,
        parameter.source_weight_survey as survey_weight,
        parameter.source_weight_concerns as concerns_weight,
        parameter.source_weight_self_assessment as self_assessment_weight,
        parameter.source_rho,
        {{ capped('survey.z_survey') }} as survey,
        {{ capped(
            "case when concern.z_method = 'square_root' then greatest(0e0, "
            ~ "(sqrt(concern.concerns_open / concern.concerns_expected) - 1e0) / sqrt(25e-2 / concern.concerns_expected + "
            ~ tau2_by_moments(
                'spread.units', 'spread.phi * spread.phi_consistency / parameter.phi_consistency',
                'spread.weight_spread'
            )
            ~ ")) else concern.z_concerns end"
        ) }} as concerns,
        {{ capped('cell.z_self_assessment') }} as self_assessment
    from {{ ref('int_domain_risk') }} as cell
    cross join {{ ref('int_score_alternative') }} as parameter
    left join {{ ref('int_survey_z_alternative') }} as survey
        on
            {{ same_cell('cell', 'survey') }}
            and parameter.alternative_code = survey.alternative_code
    left join {{ ref('int_concern_score') }} as concern on {{ same_cell('cell', 'concern') }}
    left join {{ ref('int_concern_overdispersion') }} as spread on cell.wave_code = spread.wave_code
),

composed as (
    select
        source.*,
        {{ summable('greatest(' ~ set_composites(source_sets, 'source_rho') ~ ')') }} as z_composite
    from source
),

banded as (
    select
        parameter.*,
        case
            when parameter.survey is null and parameter.z_composite < {{ summable('parameter.band_watch_z') }}
                then 'insufficient_evidence'
            else {{ risk_band('parameter.z_composite') }}
        end as band_raw
    from composed as parameter
),

floored as (
    select
        banded.*,
        case
            when {{ band_order('banded.floor_band') }} > {{ band_order('banded.band_raw') }}
                then banded.floor_band
            else banded.band_raw
        end as alternative_band
    from banded
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    alternative_code,
    band,
    alternative_band,
    z_composite as alternative_z_composite
from floored
where band <> alternative_band
