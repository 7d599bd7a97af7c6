-- For reading beside a score: the adverse share of a unit drawn towards its benchmark group (section 7).
-- The fewer answers, the further it is drawn; no score is made of it.
with unit as (
    select unit.*
    from {{ ref('int_survey_item_unit') }} as unit
    inner join {{ ref('int_survey_item_score') }} as score
        on
            unit.wave_code = score.wave_code
            and unit.provider_code = score.provider_code
            and unit.profession_code = score.profession_code
            and unit.indicator_code = score.indicator_code
            and unit.benchmark = score.benchmark
    -- What a whole provider is compared with differs from one to the next: they have no common prior.
    where unit.profession_code <> 'all'
),

group_prior as (
    {{ beta_binomial_prior(
        ref('int_survey_item_unit'), ['wave_code', 'indicator_code', 'benchmark', 'benchmark_group']
    ) }}
)

select
    unit.wave_code,
    unit.provider_code,
    unit.profession_code,
    unit.indicator_code,
    unit.benchmark,
    unit.respondents,
    unit.adverse,
    unit.benchmark_share,
    group_prior.share as prior_share,
    group_prior.gamma,
    group_prior.prior_size,
    {{ reproducible(
        beta_binomial_mean('unit.adverse', 'unit.respondents', 'group_prior.share', 'group_prior.gamma')
    ) }}
        as adverse_share
from unit
inner join group_prior
    on
        unit.wave_code = group_prior.wave_code
        and unit.indicator_code = group_prior.indicator_code
        and unit.benchmark = group_prior.benchmark
        and unit.benchmark_group = group_prior.benchmark_group
