-- One row per predictor of a cell whose outcome is known, larger is worse. Basis like_for_like: cells with a
-- survey score, where every predictor stands; every_cell: all cells about which the predictor says anything.
{% set predictors = [
    ['composite', 'z_composite', true],
    ['band', "case when band <> 'insufficient_evidence' then " ~ band_order('band') ~ ' end', true],
    ['survey', 'z_survey', true],
    ['concerns', 'z_concerns', false],
    ['self_assessment', 'z_self_assessment', false],
    ['last_isf', 'last_isf_category', true],
    ['unfavourable_share', 'unfavourable_share', true],
    ['random', 'random_score', true],
] %}
with observed as (
    select *
    from {{ ref('fct_backtest_cell') }}
    where outcome_status_code = 'observed'
),

basis as (
    select 'every_cell' as basis_code
    union all
    select 'like_for_like' as basis_code
),

predicted as (
    {% for code, value, stands_everywhere in predictors %}
    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        '{{ code }}' as predictor_code,
        {{ stands_everywhere }} and is_like_for_like as is_like_for_like,
        cast({{ value }} as double) as predicted,
        later_isf_category,
        is_outcome
    from observed
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    predicted.*,
    basis.basis_code
from predicted
inner join basis
    on basis.basis_code = 'every_cell' or predicted.is_like_for_like
where predicted.predicted is not null
