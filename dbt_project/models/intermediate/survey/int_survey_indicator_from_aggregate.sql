-- Counts handed in by teams without responses, brought to the same grain and meaning.
with summed as (
    select
        wave_code,
        provider_code,
        profession_code,
        indicator_code,
        cast(sum(respondents) as bigint) as respondents,
        cast(sum(favourable) as bigint) as favourable
    from {{ ref('stg_nets__aggregate') }}
    group by wave_code, provider_code, profession_code, indicator_code
)

select
    summed.wave_code,
    summed.provider_code,
    provider.provider_key,
    summed.profession_code,
    summed.indicator_code,
    summed.respondents,
    case when asked.has_favourable then summed.favourable end as favourable,
    case asked.counted_from
        when 'favourable' then summed.favourable
        when 'others' then summed.respondents - summed.favourable
    end as counted
from summed
inner join {{ ref('int_indicator_in_wave') }} as asked
    on summed.wave_code = asked.wave_code and summed.indicator_code = asked.indicator_code
left join {{ ref('int_provider_at_wave') }} as provider
    on summed.wave_code = provider.wave_code and summed.provider_code = provider.provider_code
