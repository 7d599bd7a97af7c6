-- Which indicators a wave asks, and how the counted share follows from a file that gives only favourable
-- counts.
with in_wave as (
    select
        wave.wave_code,
        option_of.indicator_code,
        option_of.question_code,
        bool_or(coalesce(option_of.is_favourable, false)) as has_favourable,
        bool_and(option_of.is_counted = coalesce(option_of.is_favourable, false)) as counts_the_favourable,
        bool_and(option_of.is_counted <> coalesce(option_of.is_favourable, false)) as counts_the_others
    from {{ ref('wave') }} as wave
    inner join {{ ref('int_indicator_option') }} as option_of
        on wave.wave_year between option_of.valid_from_year and option_of.valid_to_year
    where option_of.is_in_base
    group by wave.wave_code, option_of.indicator_code, option_of.question_code
)

select
    wave_code,
    indicator_code,
    question_code,
    has_favourable,
    case
        -- Reasons have no favourable set: the only count such a file can mean is of those who chose the
        -- option.
        when not has_favourable or counts_the_favourable then 'favourable'
        when counts_the_others then 'others'
        -- Too busy alone cannot be told from the favourable count: too quiet is neither.
        else 'unknown'
    end as counted_from
from in_wave
