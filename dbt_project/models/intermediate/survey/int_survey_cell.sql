-- Every exact survey count that any published table shows, in one shape: disclosure control decides over all
-- of them together, because one gives another back.
select
    wave_code,
    question_code,
    indicator_code,
    place_level_code,
    place_code,
    region_code,
    profession_code,
    'none' as breakdown_code,
    'all' as group_code,
    respondents,
    favourable,
    counted
from {{ ref('int_survey_total_cell') }}

union all

select
    wave_code,
    question_code,
    indicator_code,
    place_level_code,
    place_code,
    region_code,
    profession_code,
    breakdown_code,
    group_code,
    respondents,
    favourable,
    counted
from {{ ref('int_survey_group_cell') }}
