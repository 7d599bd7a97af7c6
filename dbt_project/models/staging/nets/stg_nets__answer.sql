-- Long form of a return. A view on purpose: the long table is stored once, in int_survey_answer.
with single_choice as (
    select
        wave_code,
        response_id,
        provider_code,
        profession_code,
        ukprn,
        load_id,
        source_row,
        question_code,
        option_code
    from {{ ref('stg_nets__response') }}
    unpivot (
        option_code for question_code in ({{ single_choice_questions() | join(', ') }})
    )
),

multiple_choice as (
    select
        wave_code,
        response_id,
        provider_code,
        profession_code,
        ukprn,
        load_id,
        source_row,
        question_code,
        {{ unnest_codes('option_codes') }} as option_code
    from {{ ref('stg_nets__response') }}
    unpivot (
        option_codes for question_code in ({{ multiple_choice_questions() | join(', ') }})
    )
)

-- A blank is not an answer: unpivot leaves empty cells out, in every engine we use.
select
    wave_code,
    response_id,
    provider_code,
    profession_code,
    ukprn,
    question_code,
    option_code,
    load_id,
    source_row
from single_choice
union all
select
    wave_code,
    response_id,
    provider_code,
    profession_code,
    ukprn,
    question_code,
    option_code,
    load_id,
    source_row
from multiple_choice
