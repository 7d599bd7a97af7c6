-- A series of every indicator and place over the waves, of published figures only. No point before a break
-- of comparability, and every point that is missing says why.
-- The whole country comes from the report: there its base leaves out counts that cannot tell the share.
{% set sources = [
    ['pub_rpt_national_indicator', "'national'", "'ENGLAND'", "'all'", 'wave', 'true'],
    ['pub_fct_survey_place', 'place_level_code', 'place_code', 'profession_code', 'wave_code',
     "place_level_code <> 'national' or profession_code <> 'all'"],
    ['pub_fct_survey_indicator', "'provider'", 'provider_code', 'profession_code', 'wave_code', 'true'],
] %}
with point as (
    {%- for source, level, place, profession, wave, condition in sources %}
    select
        {{ level }} as place_level_code,
        {{ place }} as place_code,
        {{ profession }} as profession_code,
        indicator_code,
        {{ wave }} as wave_code,
        status_code,
        respondents,
        value_pct
    from {{ ref(source) }}
    where {{ condition }}
    {{ 'union all' if not loop.last }}{% endfor %}
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
        {{ limit_95_z() }} as limit_95_z,
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

bounded as (
    select
        *,
        case when status_code = 'shown' then value_pct end as shown_pct,
        {{ wilson_lower('respondents * value_pct / 100', 'respondents', 'limit_95_z') }} * 100e0 as lower_95,
        {{ wilson_upper('respondents * value_pct / 100', 'respondents', 'limit_95_z') }} * 100e0 as upper_95
    from reasoned
),

neighboured as (
    select
        *,
        lag(wave_code) over same_series as previous_wave_code,
        lag(status_code) over same_series as previous_status_code,
        lag(shown_pct) over same_series as previous_pct,
        lag(lower_95) over same_series as previous_lower_95,
        lag(upper_95) over same_series as previous_upper_95
    from bounded
    window same_series as (
        partition by place_level_code, place_code, profession_code, indicator_code order by wave_order
    )
),

compared as (
    select
        *,
        shown_pct - previous_pct as change_points,
        {{ newcombe_lower('shown_pct', 'lower_95', 'previous_pct', 'previous_upper_95') }} as change_lower_95,
        {{ newcombe_upper('shown_pct', 'upper_95', 'previous_pct', 'previous_lower_95') }} as change_upper_95
    from neighboured
)

select
    place_level_code,
    place_code,
    profession_code,
    indicator_code,
    wave_code,
    status_code,
    {{ unless("status_code <> 'shown'", 'respondents') }},
    shown_pct as value_pct,
    previous_wave_code,
    previous_status_code,
    change_points,
    change_lower_95,
    change_upper_95,
    change_lower_95 > 0 or change_upper_95 < 0 as is_clear_change,
    case
        when change_points = 0 then 'unchanged'
        when (change_points > 0) = (polarity = 'positive') then 'better'
        when change_points is not null then 'worse'
    end as direction_code
from compared
