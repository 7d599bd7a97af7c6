-- Overdispersion of every benchmark group of every survey item (scoring method section 1).
-- Of few answers the transformed share is no longer normal: units below min_respondents_spread would pass for
-- overdispersion and blunt the score of every large one. They are left out where enough others remain.
with counted as (
    select
        unit.*,
        unit.respondents >= parameter.min_respondents_spread as is_firm,
        count(case when unit.respondents >= parameter.min_respondents_spread then 1 end)
            over (
                partition by unit.wave_code, unit.indicator_code, unit.benchmark, unit.benchmark_group
            )
        >= parameter.min_benchmark_units as has_enough_firm
    from {{ ref('int_survey_item_unit') }} as unit
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

informative as (
    select *
    from counted
    where is_firm or not has_enough_firm
)

select * from ({{ overdispersion(
    'informative',
    ['wave_code', 'indicator_code', 'benchmark', 'benchmark_group'],
    ref('int_scoring_parameter')
) }}) as spread
