-- What each response says about each indicator of its wave: in the base or not, favourable, counted. The long
-- table read once more, and only joined with lists of a few hundred rows.
with paired as (
    select
        answer.wave_code,
        answer.response_id,
        answer.question_code,
        option_of.indicator_code,
        question.scale_code = 'multi' as is_multiple,
        asked.has_favourable,
        option_of.is_in_base,
        option_of.is_in_base and coalesce(option_of.is_favourable, false) as is_favourable,
        option_of.is_in_base and option_of.is_counted as is_counted
    from {{ ref('int_survey_answer') }} as answer
    inner join {{ ref('wave') }} as wave on answer.wave_code = wave.wave_code
    inner join {{ ref('question') }} as question on answer.question_code = question.question_code
    inner join {{ ref('int_indicator_option') }} as option_of
        on
            answer.question_code = option_of.question_code
            and answer.option_code = option_of.option_code
            and wave.wave_year between option_of.valid_from_year and option_of.valid_to_year
    inner join {{ ref('int_indicator_in_wave') }} as asked
        on answer.wave_code = asked.wave_code and option_of.indicator_code = asked.indicator_code
),

judged as (
    select
        wave_code,
        response_id,
        question_code,
        indicator_code,
        has_favourable,
        is_in_base,
        is_favourable,
        is_counted
    from paired
    where not is_multiple

    union all

    -- Where several options may be chosen a respondent counts once, however many were chosen.
    select
        wave_code,
        response_id,
        question_code,
        indicator_code,
        bool_or(has_favourable) as has_favourable,
        bool_or(is_in_base) as is_in_base,
        bool_or(is_favourable) as is_favourable,
        bool_or(is_counted) as is_counted
    from paired
    where is_multiple
    group by wave_code, response_id, question_code, indicator_code
)

select
    wave_code,
    response_id,
    question_code,
    indicator_code,
    cast(is_in_base as integer) as in_base,
    -- Nothing rather than zero where an indicator has no favourable set: a sum over nothing stays empty.
    case when has_favourable then cast(is_favourable as integer) end as favourable,
    cast(is_counted as integer) as counted
from judged

union all

-- The response itself, whatever it answers: the numerator of the response rate.
select
    wave_code,
    response_id,
    'survey_response' as question_code,
    'survey_response' as indicator_code,
    1 as in_base,
    cast(null as integer) as favourable,
    cast(null as integer) as counted
from {{ ref('int_survey_respondent') }}
