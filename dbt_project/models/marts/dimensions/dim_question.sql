-- The question bank through time, type 2 by wave year: a question whose options change is another version.
with change_point as (
    select
        question_code,
        asked_from_year as from_year
    from {{ ref('question') }}
    union distinct
    select
        question_code,
        valid_from_year as from_year
    from {{ ref('answer_option') }}
    union distinct
    select
        question_code,
        valid_to_year + 1 as from_year
    from {{ ref('answer_option') }}
    where valid_to_year is not null
),

version as (
    select
        question.*,
        change_point.from_year as valid_from_year,
        lead(change_point.from_year) over (
            partition by question.question_code order by change_point.from_year
        ) - 1 as changed_after_year
    from {{ ref('question') }} as question
    inner join change_point
        on
            question.question_code = change_point.question_code
            and question.asked_from_year <= change_point.from_year
            and coalesce(question.asked_to_year, 9999) >= change_point.from_year
),

offered as (
    select
        version.question_code,
        version.valid_from_year,
        {{ list_codes('answer_option.option_code', 'answer_option.option_order') }} as options,
        {{ list_codes(
            'case when answer_option.is_favourable then answer_option.option_code end',
            'answer_option.option_order'
        ) }} as favourable_options,
        {{ list_codes(
            'case when answer_option.is_in_base then answer_option.option_code end',
            'answer_option.option_order'
        ) }} as base_options
    from version
    inner join {{ ref('answer_option') }} as answer_option
        on
            version.question_code = answer_option.question_code
            and version.valid_from_year between answer_option.valid_from_year
            and coalesce(answer_option.valid_to_year, 9999)
    group by version.question_code, version.valid_from_year
)

select
    concat(version.question_code, '@', cast(version.valid_from_year as varchar)) as question_key,
    version.question_code,
    version.question_label,
    version.scale_code,
    version.base_question_codes,
    version.base_answer,
    offered.options,
    offered.favourable_options,
    offered.base_options,
    version.valid_from_year,
    coalesce(version.changed_after_year, version.asked_to_year) as valid_to_year
from version
inner join offered
    on version.question_code = offered.question_code and version.valid_from_year = offered.valid_from_year
