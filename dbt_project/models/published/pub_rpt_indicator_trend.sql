-- A series of every indicator and place over the waves, of published figures only. No point before a break
-- of comparability, and every point that is missing says why.
with point as (
    select
        'national' as place_level_code,
        'ENGLAND' as place_code,
        'all' as profession_code,
        indicator_code,
        wave as wave_code,
        status_code,
        respondents,
        value_pct
    from {{ ref('pub_rpt_national_indicator') }}
    union all
    -- The whole country stands above: there its base leaves out counts that cannot tell the share.
    select
        place_level_code,
        place_code,
        profession_code,
        indicator_code,
        wave_code,
        status_code,
        respondents,
        value_pct
    from {{ ref('pub_fct_survey_place') }}
    where place_level_code <> 'national' or profession_code <> 'all'
    union all
    select
        'provider' as place_level_code,
        provider_code as place_code,
        profession_code,
        indicator_code,
        wave_code,
        status_code,
        respondents,
        value_pct
    from {{ ref('pub_fct_survey_indicator') }}
),

-- A place that never shows a figure has no series.
series as (
    select distinct
        place_level_code,
        place_code,
        profession_code,
        indicator_code
    from point
    where value_pct is not null
),

reasoned as (
    select
        series.place_level_code,
        series.place_code,
        series.profession_code,
        series.indicator_code,
        indicator.polarity,
        wave.wave_code,
        wave.wave_order,
        point.respondents,
        point.value_pct,
        case
            when wave.wave_year < indicator.valid_from_year then 'not_asked'
            when wave.wave_year > indicator.valid_to_year then 'not_asked'
            when wave.wave_year < indicator.comparable_from_year then 'comparability_break'
            when point.status_code = 'shown' and point.value_pct is null then 'not_applicable'
            else coalesce(point.status_code, 'no_data')
        end as status_code
    from series
    inner join {{ ref('pub_dim_indicator') }} as indicator on series.indicator_code = indicator.indicator_code
    inner join {{ ref('pub_dim_wave') }} as wave on wave.has_data
    left join point
        on
            series.place_level_code = point.place_level_code
            and series.place_code = point.place_code
            and series.profession_code = point.profession_code
            and series.indicator_code = point.indicator_code
            and wave.wave_code = point.wave_code
),

compared as (
    select
        *,
        lag(wave_code) over same_series as previous_wave_code,
        lag(status_code) over same_series as previous_status_code,
        case
            when status_code = 'shown' and lag(status_code) over same_series = 'shown'
                then value_pct - lag(value_pct) over same_series
        end as change_points
    from reasoned
    window same_series as (
        partition by place_level_code, place_code, profession_code, indicator_code
        order by wave_order
    )
)

select
    place_level_code,
    place_code,
    profession_code,
    indicator_code,
    wave_code,
    status_code,
    {{ unless("status_code <> 'shown'", 'respondents') }},
    {{ unless("status_code <> 'shown'", 'value_pct') }},
    previous_wave_code,
    previous_status_code,
    change_points,
    case
        when change_points = 0 then 'unchanged'
        when (change_points > 0) = (polarity = 'positive') then 'better'
        when change_points is not null then 'worse'
    end as direction_code
from compared
