with judged as (
    select
        fact.*,
        {{ survey_status('verdict') }} as status_code
    from {{ ref('fct_survey_place') }} as fact
    {{ join_survey_verdict(
        'verdict', 'fact', 'fact.indicator_code', 'fact.place_level_code', 'fact.place_code',
        'fact.profession_code'
    ) }}
)

select
    wave_code,
    place_level_code,
    place_code,
    region_code,
    provider_key,
    profession_code,
    indicator_code,
    status_code,
    {{ shown_survey_figures() }}
from judged
