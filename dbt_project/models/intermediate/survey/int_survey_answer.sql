-- The one stored copy of the long table: every answer with its provider version and what the answer counts
-- as.
select
    answer.wave_code,
    answer.response_id,
    answer.question_code,
    answer.option_code,
    provider.provider_key,
    answer.provider_code,
    answer.profession_code,
    answer.ukprn,
    answer_option.is_in_base,
    answer_option.is_favourable
from {{ ref('stg_nets__answer') }} as answer
inner join {{ ref('wave') }} as wave on answer.wave_code = wave.wave_code
-- Left joins: an answer without an option or provider must fail a test, not vanish.
left join {{ ref('answer_option') }} as answer_option
    on
        answer.question_code = answer_option.question_code
        and answer.option_code = answer_option.option_code
        and wave.wave_year between answer_option.valid_from_year and coalesce(
            answer_option.valid_to_year, 9999
        )
left join {{ ref('int_provider_at_wave') }} as provider
    on answer.wave_code = provider.wave_code and answer.provider_code = provider.provider_code
