-- Answers per option: one pass over the long table, from which every single-choice figure follows by sums.
select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    question_code,
    option_code,
    is_in_base,
    is_favourable,
    count(*) as answers
from {{ ref('int_survey_answer') }}
group by
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    question_code,
    option_code,
    is_in_base,
    is_favourable
