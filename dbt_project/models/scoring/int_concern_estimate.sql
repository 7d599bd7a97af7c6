-- For reading beside a score: how many times its expected concerns a cell has, drawn towards its profession
-- and domain (section 7). A cell that expects little is drawn nearly all the way; no score is made of it.
with spread as (
    select
        wave_code,
        profession_code,
        domain_code,
        {{ ordered_sum('concerns_open') }} / {{ ordered_sum('concerns_expected') }} as mean_rate,
        {{ gamma_poisson_variance(
            ordered_sum('concerns_open'),
            ordered_sum('concerns_expected'),
            ordered_sum('power(concerns_open, 2) / concerns_expected'),
            'count(*)'
        ) }} as rate_variance
    from {{ ref('int_concern_score') }}
    where concerns_expected > 0
    group by wave_code, profession_code, domain_code
)

select
    cell.wave_code,
    cell.provider_code,
    cell.profession_code,
    cell.domain_code,
    {{ reproducible('spread.rate_variance') }} as rate_variance,
    {{ reproducible('spread.mean_rate
        + spread.rate_variance / (spread.rate_variance + spread.mean_rate / cell.concerns_expected)
        * (cell.concerns_open / cell.concerns_expected - spread.mean_rate)') }} as rate_ratio
from {{ ref('int_concern_score') }} as cell
inner join spread
    on
        cell.wave_code = spread.wave_code
        and cell.profession_code = spread.profession_code
        and cell.domain_code = spread.domain_code
where cell.concerns_expected > 0
