-- A group is listed only where the number of its responses is shown: a hidden row would still tell that
-- somebody of the group is there.
with judged as (
    select
        fact.*,
        {{ survey_status('verdict') }} as status_code,
        {{ survey_status('response') }} as response_status_code
    from {{ ref('fct_survey_equality') }} as fact
    {{ join_survey_verdict(
        'verdict', 'fact', 'fact.indicator_code', 'fact.place_level_code', 'fact.place_code',
        'fact.profession_code', 'fact.characteristic_code', 'fact.group_code'
    ) }}
    {{ join_survey_verdict(
        'response', 'fact', "'survey_response'", 'fact.place_level_code', 'fact.place_code',
        'fact.profession_code', 'fact.characteristic_code', 'fact.group_code'
    ) }}
)

select
    wave_code,
    place_level_code,
    place_code,
    region_code,
    provider_key,
    profession_code,
    characteristic_code,
    group_code,
    indicator_code,
    status_code,
    {{ shown_survey_figures() }}
from judged
where response_status_code = 'shown'
