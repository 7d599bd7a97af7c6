-- National shares beside the ones found in print: the check of everything between a return and a release.
with national as (
    select
        indicator.wave_code,
        indicator.indicator_code,
        cast(sum(indicator.respondents) as bigint) as respondents,
        cast(sum(indicator.counted) as bigint) as counted
    from {{ ref('fct_survey_indicator') }} as indicator
    -- A count file that cannot tell the counted share adds to neither side of it.
    where indicator.counted is not null
    group by indicator.wave_code, indicator.indicator_code
),

-- Print names a year. Where a year has several waves with data the figure belongs to the last one.
year_wave as (
    select
        wave_code,
        wave_year,
        row_number() over (partition by wave_year order by wave_order desc) as rank_in_year
    from {{ ref('dim_wave') }}
    where has_data
),

published as (
    select
        year_wave.wave_code,
        figure.indicator_code,
        figure.published_pct,
        figure.comparator,
        figure.share_of,
        figure.source_page
    from {{ ref('nets_published_figure') }} as figure
    inner join year_wave on figure.wave_year = year_wave.wave_year
    where year_wave.rank_in_year = 1
),

compared as (
    select
        national.wave_code,
        national.indicator_code,
        national.respondents,
        case
            when national.respondents > 0 then 100.0 * cast(national.counted as double) / national.respondents
        end as value_pct,
        published.published_pct,
        published.comparator,
        published.share_of,
        published.source_page
    from national
    left join published
        on national.wave_code = published.wave_code and national.indicator_code = published.indicator_code
)

select
    compared.wave_code as wave,
    compared.indicator_code,
    indicator.indicator_label,
    compared.respondents,
    compared.value_pct,
    compared.published_pct,
    compared.comparator,
    compared.value_pct - compared.published_pct as difference,
    case compared.comparator
        -- Print is rounded to whole percentages in most years. The last digits only absorb binary fractions.
        when '=' then abs(compared.value_pct - compared.published_pct) <= 0.5 + 1e-9
        when '>' then compared.value_pct > compared.published_pct
        when '<' then compared.value_pct < compared.published_pct
    end as within_tolerance,
    compared.share_of,
    compared.source_page
from compared
inner join {{ ref('dim_indicator') }} as indicator on compared.indicator_code = indicator.indicator_code
