-- Responses and learners are cells like any other; a rate is shown where both are, since each with it gives
-- the other. Nobody responded is told by the absence of every survey row, so it may be said.
with judged as (
    select
        fact.*,
        case when fact.responses > 0 then {{ survey_status('responded') }} else 'no_respondents' end
            as response_status_code,
        case
            when fact.learners is null then 'no_data'
            when fact.learners = 0 then 'no_respondents'
            else {{ survey_status('exposed') }}
        end as learner_status_code
    from {{ ref('fct_response_rate') }} as fact
    {{ join_survey_verdict(
        'responded', 'fact', "'survey_response'", 'fact.place_level_code', 'fact.place_code',
        'fact.profession_code'
    ) }}
    {{ join_survey_verdict(
        'exposed', 'fact', "'learners'", 'fact.place_level_code', 'fact.place_code', 'fact.profession_code'
    ) }}
),

decided as (
    select
        *,
        case
            when learner_status_code <> 'shown' then learner_status_code
            else response_status_code
        end as status_code
    from judged
)

select
    wave_code,
    place_level_code,
    place_code,
    region_code,
    provider_key,
    profession_code,
    status_code,
    response_status_code,
    learner_status_code,
    {{ unless("response_status_code <> 'shown'", 'responses') }},
    {{ unless("learner_status_code <> 'shown'", 'learners') }},
    {{ unless("status_code <> 'shown'", 'response_rate_pct') }},
    {{ unless("status_code <> 'shown'", 'rate_quality_code') }}
from decided
