-- Every figure of a cell is shown or none: each of them tells about the same few people.
with judged as (
    select
        fact.*,
        {{ survey_status('verdict') }} as status_code
    from {{ ref('fct_survey_indicator') }} as fact
    {{ join_survey_verdict(
        'verdict', 'fact', 'fact.indicator_code', "'provider'", 'fact.provider_code', 'fact.profession_code'
    ) }}
)

select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    indicator_code,
    status_code,
    {{ shown_survey_figures() }},
    source_layout
from judged
