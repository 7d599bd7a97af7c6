-- A view with a contract: the rows are stored once, one layer below.
select
    wave_code,
    response_id,
    question_code,
    option_code,
    provider_key,
    provider_code,
    profession_code,
    ukprn,
    is_in_base,
    is_favourable
from {{ ref('int_survey_answer') }}
