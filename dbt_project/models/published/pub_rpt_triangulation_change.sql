-- Every cell beside the same cell one cycle before: what each source says, which way it moved, and what the
-- two cycles make together. From published cells only: what is hidden there is "hidden" here, never "clear".
with cycle as (
    select
        wave_code,
        row_number() over (order by wave_order) as cycle_number
    from {{ ref('pub_dim_wave') }}
    where wave_code in (select risk.wave_code from {{ ref('pub_fct_domain_risk') }} as risk)
),

fresh as (
    select
        concern.wave_code,
        concern.provider_code,
        profession.profession_code,
        domain.domain_code,
        sum(cast(concern.is_new as integer)) as concerns_new,
        sum(cast(concern.is_escalated as integer)) as concerns_escalated
    from {{ ref('pub_rpt_concern_cycle') }} as concern
    inner join {{ ref('pub_brg_concern_profession') }} as profession
        on concern.concern_id = profession.concern_id
    inner join {{ ref('pub_brg_concern_domain') }} as domain on concern.concern_id = domain.concern_id
    where concern.highest_in_window >= {{ triangulation_parameter('emerging_min_category') }}
    group by concern.wave_code, concern.provider_code, profession.profession_code, domain.domain_code
),

cell as (
    select
        risk.*,
        cycle.cycle_number,
        coalesce(fresh.concerns_new, 0) as concerns_new,
        coalesce(fresh.concerns_escalated, 0) as concerns_escalated,
        {{ survey_finding('risk') }} as survey_finding,
        {{ concerns_finding('risk') }} as concerns_finding,
        {{ self_assessment_finding('risk') }} as self_assessment_finding
    from {{ ref('pub_fct_domain_risk') }} as risk
    inner join cycle on risk.wave_code = cycle.wave_code
    cross join {{ ref('int_scoring_parameter') }} as parameter
    left join fresh on {{ same_cell('risk', 'fresh') }}
),

stated as (
    select
        *,
        {{ signal() }} as signal_code
    from cell
)

select
    stated.wave_code,
    before_cycle.wave_code as previous_wave_code,
    stated.provider_code,
    stated.provider_key,
    stated.profession_code,
    stated.domain_code,
    stated.status_code,
    stated.survey_finding,
    earlier.survey_finding as survey_finding_before,
    {{ direction('stated.z_survey - earlier.z_survey', triangulation_parameter('direction_min_z')) }}
        as survey_direction,
    stated.concerns_finding,
    earlier.concerns_finding as concerns_finding_before,
    {{ concern_direction('stated', 'earlier', 'before_cycle.wave_code') }} as concerns_direction,
    stated.self_assessment_finding,
    earlier.self_assessment_finding as self_assessment_finding_before,
    {{ direction('stated.z_self_assessment - earlier.z_self_assessment', '1e-9') }}
        as self_assessment_direction,
    stated.z_survey,
    earlier.z_survey as z_survey_before,
    stated.open_isf_category,
    earlier.open_isf_category as open_isf_category_before,
    cast(stated.concerns_new as bigint) as concerns_new,
    cast(stated.concerns_escalated as bigint) as concerns_escalated,
    stated.declaration,
    earlier.declaration as declaration_before,
    stated.band,
    earlier.band as band_before,
    stated.cycles_flagged,
    stated.signal_code,
    earlier.signal_code as signal_code_before,
    {{ movement('stated', 'earlier', 'before_cycle.wave_code') }} as movement_code
from stated
left join cycle as before_cycle on stated.cycle_number = before_cycle.cycle_number + 1
left join stated as earlier
    on
        before_cycle.wave_code = earlier.wave_code
        and stated.provider_code = earlier.provider_code
        and stated.profession_code = earlier.profession_code
        and stated.domain_code = earlier.domain_code
