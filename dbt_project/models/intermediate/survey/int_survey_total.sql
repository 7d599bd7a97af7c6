-- Everybody of a provider and profession: each indicator, the responses themselves, and the learners they
-- come from.
with responded as (
    select
        wave_code,
        provider_code,
        profession_code,
        count(*) as respondents
    from {{ ref('int_survey_respondent') }}
    group by wave_code, provider_code, profession_code
),

-- A file of counts does not say how many responded: the largest base is the nearest to their number.
counted_only as (
    select
        wave_code,
        provider_code,
        profession_code,
        max(respondents) as respondents
    from {{ ref('int_survey_indicator') }}
    where source_layout = 'aggregates'
    group by wave_code, provider_code, profession_code
)

select
    indicator_count.wave_code,
    indicator.question_code,
    indicator_count.indicator_code,
    indicator_count.provider_code,
    indicator_count.profession_code,
    indicator_count.source_layout,
    indicator_count.respondents,
    indicator_count.favourable,
    indicator_count.counted
from {{ ref('int_survey_indicator') }} as indicator_count
inner join {{ ref('indicator') }} as indicator
    on indicator_count.indicator_code = indicator.indicator_code

union all

select
    wave_code,
    'survey_response' as question_code,
    'survey_response' as indicator_code,
    provider_code,
    profession_code,
    'responses' as source_layout,
    respondents,
    cast(null as bigint) as favourable,
    cast(null as bigint) as counted
from responded

union all

select
    wave_code,
    'survey_response' as question_code,
    'survey_response' as indicator_code,
    provider_code,
    profession_code,
    'aggregates' as source_layout,
    respondents,
    cast(null as bigint) as favourable,
    cast(null as bigint) as counted
from counted_only

union all

select
    wave_code,
    'learners' as question_code,
    'learners' as indicator_code,
    provider_code,
    profession_code,
    'learner_numbers' as source_layout,
    cast(sum(learners) as bigint) as respondents,
    cast(null as bigint) as favourable,
    cast(null as bigint) as counted
from {{ ref('stg_learners__learner_number') }}
group by wave_code, provider_code, profession_code
