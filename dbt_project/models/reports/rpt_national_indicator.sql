-- National shares: counts are added up over providers and professions before dividing, as print counts them.
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
)

select
    national.wave_code as wave,
    national.indicator_code,
    indicator.indicator_label,
    national.respondents,
    case
        when national.respondents > 0 then 100.0 * cast(national.counted as double) / national.respondents
    end as value_pct
from national
inner join {{ ref('dim_indicator') }} as indicator on national.indicator_code = indicator.indicator_code
