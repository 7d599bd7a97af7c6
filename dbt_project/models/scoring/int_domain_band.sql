-- The composite of every scored cell with its one-sided p, the cycle's false discovery rate and the raw band.
with composite as (
    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        sum(contribution) as z_composite,
        bool_or(source = 'survey') as has_survey
    from {{ ref('int_risk_contribution') }}
    group by wave_code, provider_code, profession_code, domain_code
    -- Silent sources alone, a clean log or a declaration of "met", are no evidence either way.
    having bool_or(source = 'survey' or weight > 0)
),

tested as (
    select
        composite.*,
        {{ normal_upper_tail('z_composite') }} as p_value
    from composite
),

ranked as (
    select
        tested.*,
        count(*) over (partition by tested.wave_code) as tests,
        row_number()
            over (
                partition by tested.wave_code
                order by tested.p_value, tested.provider_code, tested.profession_code, tested.domain_code
            )
            as p_rank
    from tested
)

select
    ranked.wave_code,
    ranked.provider_code,
    ranked.profession_code,
    ranked.domain_code,
    ranked.z_composite,
    ranked.p_value,
    -- Benjamini-Hochberg: the smallest scaled p of this rank or any later one.
    least(1e0, min(ranked.p_value * (cast(ranked.tests as double) / ranked.p_rank)) over (
        partition by ranked.wave_code order by ranked.p_rank rows between current row and unbounded following
    )) as q_value,
    ranked.has_survey,
    {{ evident_band('ranked.z_composite', 'ranked.has_survey') }} as band_raw
from ranked
cross join {{ ref('int_scoring_parameter') }} as parameter
