-- Survey results under the provider of today: sums of what the release shows of the providers as they were,
-- and of nothing else. Where one of them is hidden the sum is empty: it would give the hidden one back.
with part as (
    select
        indicator.wave_code,
        today.today_provider_code,
        today.today_provider_key,
        indicator.profession_code,
        indicator.indicator_code,
        indicator.status_code,
        indicator.respondents,
        indicator.favourable,
        indicator.counted
    from {{ ref('pub_fct_survey_indicator') }} as indicator
    inner join {{ ref('pub_dim_provider_today') }} as today on indicator.provider_code = today.provider_code
),

summed as (
    select
        wave_code,
        today_provider_code,
        today_provider_key,
        profession_code,
        indicator_code,
        count(*) as providers,
        sum(case when status_code = 'shown' then 1 else 0 end) as shown_parts,
        sum(case when status_code not in ('shown', 'no_respondents') then 1 else 0 end) as hidden_parts,
        -- A part that shows no count of a kind leaves none to the sum.
        sum(case when status_code = 'shown' and favourable is null then 1 else 0 end)
            as parts_without_favourable,
        sum(case when status_code = 'shown' and counted is null then 1 else 0 end) as parts_without_counted,
        cast(sum(respondents) as bigint) as respondents,
        cast(sum(favourable) as bigint) as favourable,
        cast(sum(counted) as bigint) as counted
    from part
    group by wave_code, today_provider_code, today_provider_key, profession_code, indicator_code
),

judged as (
    select
        *,
        case when parts_without_favourable = 0 then 100.0 * cast(favourable as double) / respondents end
            as favourable_pct,
        case when parts_without_counted = 0 then 100.0 * cast(counted as double) / respondents end
            as value_pct,
        case
            when hidden_parts > 0 then 'suppressed'
            when shown_parts = 0 then 'no_respondents'
            else 'shown'
        end as status_code
    from summed
)

select
    wave_code,
    today_provider_code,
    today_provider_key,
    profession_code,
    indicator_code,
    providers,
    status_code,
    {{ unless("status_code <> 'shown'", 'respondents') }},
    {{ unless("status_code <> 'shown' or parts_without_favourable > 0", 'favourable') }},
    {{ unless("status_code <> 'shown' or parts_without_counted > 0", 'counted') }},
    {{ unless("status_code <> 'shown'", 'value_pct') }},
    {{ unless("status_code <> 'shown'", 'favourable_pct') }}
from judged
