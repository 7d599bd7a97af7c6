-- Which cells are rolled up to which. A provider outside every region is a place of its own among the
-- regions: it is compared with, or the country less the regions would give it away, and never released.
select
    cell.wave_code,
    level.score_level_code,
    level.place_level_code,
    case
        when level.place_level_code = 'provider' then cell.provider_code
        else coalesce(place.region_code, 'not_stated')
    end as place_code,
    case when level.is_all_professions then 'all' else cell.profession_code end as profession_code,
    case when level.is_all_domains then 'all' else cell.domain_code end as domain_code,
    cell.provider_code,
    cell.provider_key,
    cell.profession_code as member_profession_code,
    cell.domain_code as member_domain_code,
    cell.learners,
    cell.respondents
from {{ ref('int_risk_cell') }} as cell
cross join {{ ref('score_level') }} as level
left join {{ ref('int_survey_place') }} as place
    on cell.wave_code = place.wave_code and cell.provider_code = place.provider_code
