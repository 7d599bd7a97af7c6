select
    wave_code,
    indicator_code,
    place_level_code,
    place_code,
    profession_code,
    breakdown_code,
    group_code,
    status_code,
    respondents,
    favourable,
    counted,
    release_number
from {{ source('ops', 'released_survey_cell') }}
