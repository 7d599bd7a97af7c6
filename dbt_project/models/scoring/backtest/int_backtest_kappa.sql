-- Weighted kappa (Cohen, Psychological Bulletin 70, 1968), linear weights, of the category foretold and the
-- one that came: by their floors the bands watch, risk, elevated and suspended stand beside ISF 1 to 4.
with foretold as (
    select
        wave_code,
        basis_code,
        predictor_code,
        case when predictor_code = 'band' then predicted - 1e0 else predicted end as foretold,
        cast(later_isf_category as double) as came
    from {{ ref('int_backtest_prediction') }}
    where predictor_code in ('band', 'last_isf')
),

pair as (
    select
        cycles.wave_code,
        cycles.scope_code,
        foretold.basis_code,
        foretold.predictor_code,
        foretold.foretold,
        foretold.came,
        cast(count(*) as double) as cells
    from {{ ref('int_backtest_set') }} as cycles
    inner join foretold on cycles.member_wave_code = foretold.wave_code
    group by
        cycles.wave_code,
        cycles.scope_code,
        foretold.basis_code,
        foretold.predictor_code,
        foretold.foretold,
        foretold.came
),

observed as (
    select
        wave_code,
        scope_code,
        basis_code,
        predictor_code,
        sum(cells * abs(foretold - came)) / sum(cells) as distance
    from pair
    group by wave_code, scope_code, basis_code, predictor_code
),

-- How far they would lie apart if each were dealt out without regard to the other.
expected as (
    select
        one.wave_code,
        one.scope_code,
        one.basis_code,
        one.predictor_code,
        sum(one.cells * other.cells * abs(one.foretold - other.came))
        / sum(one.cells * other.cells) as distance
    from pair as one
    inner join pair as other on {{ same_contest('one', 'other') }}
    group by one.wave_code, one.scope_code, one.basis_code, one.predictor_code
)

select
    observed.wave_code,
    observed.scope_code,
    observed.basis_code,
    observed.predictor_code,
    {{ reproducible('1e0 - observed.distance / nullif(expected.distance, 0)') }} as value
from observed
inner join expected on {{ same_contest('observed', 'expected') }}
