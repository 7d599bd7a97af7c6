-- Print leaves open of whom "dealt with" is a share: of those who experienced it, or of those who reported
-- it. Both are given, of the same respondents. Only single responses can tell the second.
with dealt as (
    select
        answer.wave_code,
        topic.topic_code,
        topic.topic_label,
        topic.dealt_question_code,
        topic.reported_question_code,
        answer.response_id,
        answer.is_favourable as is_dealt_with
    from {{ ref('fct_survey_answer') }} as answer
    inner join {{ ref('dealt_with_topic') }} as topic on answer.question_code = topic.dealt_question_code
    where answer.is_in_base
),

joined as (
    select
        dealt.wave_code,
        dealt.topic_code,
        dealt.topic_label,
        dealt.dealt_question_code,
        dealt.is_dealt_with,
        coalesce(reported.is_favourable, false) as is_reported
    from dealt
    left join {{ ref('fct_survey_answer') }} as reported
        on
            dealt.wave_code = reported.wave_code
            and dealt.response_id = reported.response_id
            and dealt.reported_question_code = reported.question_code
),

counted as (
    select
        wave_code,
        topic_code,
        topic_label,
        dealt_question_code,
        count(*) as experienced_respondents,
        sum(case when is_dealt_with then 1 else 0 end) as dealt_of_experienced,
        sum(case when is_reported then 1 else 0 end) as reported_respondents,
        sum(case when is_reported and is_dealt_with then 1 else 0 end) as dealt_of_reported
    from joined
    group by wave_code, topic_code, topic_label, dealt_question_code
)

select
    wave_code,
    topic_code,
    topic_label,
    dealt_question_code,
    cast(experienced_respondents as bigint) as experienced_respondents,
    cast(reported_respondents as bigint) as reported_respondents,
    -- Those who did not report are the difference of the two, so they count as a base as well.
    cast(
        least(reported_respondents, experienced_respondents - reported_respondents) as bigint
    ) as smallest_base,
    100.0 * dealt_of_experienced / experienced_respondents as dealt_pct_of_experienced,
    case when reported_respondents > 0 then 100.0 * dealt_of_reported / reported_respondents end
        as dealt_pct_of_reported
from counted
