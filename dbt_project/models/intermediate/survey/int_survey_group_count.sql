-- Counts of every group, by provider and by profession: one pass over the outcomes for all breakdowns.
{%- set breakdowns = survey_breakdowns() %}
select
    outcome.wave_code,
    outcome.question_code,
    outcome.indicator_code,
    respondent.provider_code,
    respondent.profession_code,
    case
        {%- for breakdown in breakdowns %}
        when grouping(respondent.{{ breakdown }}) = 0 then '{{ breakdown }}'
        {%- endfor %}
    end as breakdown_code,
    -- Every row has one group: the columns of the other breakdowns are empty in it.
    coalesce(
        {%- for breakdown in breakdowns %}
        respondent.{{ breakdown }}{{ ',' if not loop.last }}
        {%- endfor %}
    ) as group_code,
    cast(sum(outcome.in_base) as bigint) as respondents,
    cast(sum(outcome.favourable) as bigint) as favourable,
    cast(sum(outcome.counted) as bigint) as counted
from {{ ref('int_survey_outcome') }} as outcome
inner join {{ ref('int_survey_respondent') }} as respondent
    on outcome.wave_code = respondent.wave_code and outcome.response_id = respondent.response_id
group by grouping sets (
    {%- for breakdown in breakdowns %}
    (
        outcome.wave_code, outcome.question_code, outcome.indicator_code,
        respondent.provider_code, respondent.{{ breakdown }}
    ),
    (
        outcome.wave_code, outcome.question_code, outcome.indicator_code,
        respondent.profession_code, respondent.{{ breakdown }}
    ){{ ',' if not loop.last }}
    {%- endfor %}
)
