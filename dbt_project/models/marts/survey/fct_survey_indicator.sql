select
    cell.wave_code,
    cell.provider_code,
    cell.provider_key,
    cell.profession_code,
    cell.indicator_code,
    cell.respondents,
    cell.favourable,
    cell.counted,
    {{ survey_shares('cell', 'parameter.limit_95_z') }},
    cell.source_layout
from {{ ref('int_survey_indicator') }} as cell
cross join {{ ref('int_scoring_parameter') }} as parameter
