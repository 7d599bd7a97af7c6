-- For reading beside a score: a unit's place in its benchmark group by the colour rule of the GMC's
-- national training survey (section 7): the outer quarters, in full colour where intervals stand clear.
with unit as (
    select
        unit.*,
        unit.respondents - unit.adverse as favourable,
        1e0 - unit.adverse / unit.respondents as share,
        parameter.limit_95_z
    from {{ ref('int_survey_item_unit') }} as unit
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where unit.benchmark <> 'profession_mix'
),

benchmark_group as (
    select
        wave_code,
        indicator_code,
        benchmark,
        benchmark_group,
        quantile_cont(share, 0.25) as lower_quartile,
        quantile_cont(share, 0.75) as upper_quartile,
        {{ wilson_lower('sum(favourable)', 'sum(respondents)', 'max(limit_95_z)') }} as lower_95,
        {{ wilson_upper('sum(favourable)', 'sum(respondents)', 'max(limit_95_z)') }} as upper_95
    from unit
    group by wave_code, indicator_code, benchmark, benchmark_group
),

limited as (
    select
        unit.*,
        {{ wilson_lower('unit.favourable', 'unit.respondents', 'unit.limit_95_z') }} as lower_95,
        {{ wilson_upper('unit.favourable', 'unit.respondents', 'unit.limit_95_z') }} as upper_95
    from unit
)

select
    limited.wave_code,
    limited.provider_code,
    limited.profession_code,
    limited.indicator_code,
    case
        when
            limited.share < benchmark_group.lower_quartile and limited.upper_95 < benchmark_group.lower_95
            then 'red'
        when limited.share < benchmark_group.lower_quartile then 'pink'
        when
            limited.share > benchmark_group.upper_quartile and limited.lower_95 > benchmark_group.upper_95
            then 'green'
        when limited.share > benchmark_group.upper_quartile then 'light_green'
        else 'white'
    end as colour_code
from limited
inner join {{ ref('int_survey_item_score') }} as score
    on
        limited.wave_code = score.wave_code
        and limited.provider_code = score.provider_code
        and limited.profession_code = score.profession_code
        and limited.indicator_code = score.indicator_code
        and limited.benchmark = score.benchmark
inner join benchmark_group
    on
        limited.wave_code = benchmark_group.wave_code
        and limited.indicator_code = benchmark_group.indicator_code
        and limited.benchmark = benchmark_group.benchmark
        and limited.benchmark_group = benchmark_group.benchmark_group
