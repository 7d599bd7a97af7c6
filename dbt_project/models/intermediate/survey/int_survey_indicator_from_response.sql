with counted as (
    select
        option_count.wave_code,
        option_count.provider_code,
        option_count.profession_code,
        option_of.indicator_code,
        cast(sum(option_count.answers) as bigint) as counted
    from {{ ref('int_survey_option_count') }} as option_count
    inner join {{ ref('wave') }} as wave on option_count.wave_code = wave.wave_code
    inner join {{ ref('int_indicator_option') }} as option_of
        on
            option_count.question_code = option_of.question_code
            and option_count.option_code = option_of.option_code
            and wave.wave_year between option_of.valid_from_year and option_of.valid_to_year
    where option_of.is_counted and option_of.is_in_base
    group by
        option_count.wave_code,
        option_count.provider_code,
        option_count.profession_code,
        option_of.indicator_code
)

select
    base.wave_code,
    base.provider_code,
    base.provider_key,
    base.profession_code,
    asked.indicator_code,
    base.respondents,
    case when asked.has_favourable then base.favourable end as favourable,
    -- Nobody chose a counted option: that is a true zero, not a gap.
    coalesce(counted.counted, 0) as counted
from {{ ref('int_survey_question_base') }} as base
inner join {{ ref('int_indicator_in_wave') }} as asked
    on base.wave_code = asked.wave_code and base.question_code = asked.question_code
left join counted
    on
        base.wave_code = counted.wave_code
        and base.provider_code = counted.provider_code
        and base.profession_code = counted.profession_code
        and asked.indicator_code = counted.indicator_code
