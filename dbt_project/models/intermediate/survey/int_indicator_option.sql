-- Which options an indicator counts, which are favourable, and in which wave years that holds.
with paired as (
    select
        indicator.indicator_code,
        indicator.question_code,
        answer_option.option_code,
        answer_option.is_in_base,
        answer_option.is_favourable,
        -- The list is closed with semicolons on both sides so that no code is found inside another.
        case
            when indicator.counted_options = 'favourable' then coalesce(answer_option.is_favourable, false)
            else instr(
                concat(';', indicator.counted_options, ';'), concat(';', answer_option.option_code, ';')
            ) > 0
        end as is_counted,
        greatest(indicator.valid_from_year, answer_option.valid_from_year) as valid_from_year,
        least(coalesce(indicator.valid_to_year, 9999), coalesce(answer_option.valid_to_year, 9999))
            as valid_to_year
    from {{ ref('indicator') }} as indicator
    inner join {{ ref('answer_option') }} as answer_option
        on indicator.question_code = answer_option.question_code
)

select
    indicator_code,
    question_code,
    option_code,
    is_in_base,
    is_favourable,
    is_counted,
    valid_from_year,
    valid_to_year
from paired
where valid_from_year <= valid_to_year
