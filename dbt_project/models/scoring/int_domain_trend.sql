-- Which sources have improved since the newest plan for a cell's open concerns was agreed: their z now
-- against their z in the last cycle closed by that day.
with compared as (
    select
        cell.wave_code,
        cell.provider_code,
        cell.profession_code,
        cell.domain_code,
        coalesce(cell.z_survey < earlier.z_survey, false) as is_survey_improving,
        coalesce(cell.z_concerns < earlier.z_concerns, false) as is_concerns_improving,
        coalesce(cell.z_self_assessment < earlier.z_self_assessment, false) as is_self_assessment_improving,
        row_number() over (
            partition by cell.wave_code, cell.provider_code, cell.profession_code, cell.domain_code
            order by earlier.cycle_number desc
        ) as distance
    from {{ ref('int_domain_risk') }} as cell
    inner join {{ ref('int_domain_risk') }} as earlier
        on
            cell.provider_code = earlier.provider_code
            and cell.profession_code = earlier.profession_code
            and cell.domain_code = earlier.domain_code
            and cell.cycle_number > earlier.cycle_number
            and cell.last_plan_agreed_on >= earlier.cutoff_on
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    cast(is_survey_improving as integer) + cast(is_concerns_improving as integer)
    + cast(is_self_assessment_improving as integer) as improving_source_count,
    concat_ws(
        ';',
        case when is_survey_improving then 'survey' end,
        case when is_concerns_improving then 'concerns' end,
        case when is_self_assessment_improving then 'self_assessment' end
    ) as sources_improving
from compared
where distance = 1
