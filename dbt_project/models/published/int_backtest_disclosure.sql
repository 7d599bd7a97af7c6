-- Whether what the back-test tells of a set of cycles must be hidden. It counts hidden cells too: whoever
-- takes the shown ones away must be left with many that had a concern afterwards and many that had none, not
-- all in one band, or what is hidden about one of them could be worked out.
with cell as (
    select
        backtest.wave_code,
        backtest.closes_on,
        backtest.is_outcome,
        disclosure.is_hidden,
        disclosure.is_hidden and backtest.is_like_for_like as is_hidden_score,
        case when disclosure.is_hidden then backtest.band end as hidden_band
    from {{ ref('fct_backtest_cell') }} as backtest
    inner join {{ ref('int_risk_disclosure') }} as disclosure on {{ same_cell('backtest', 'disclosure') }}
    where backtest.is_outcome is not null
),

in_wave as (
    select
        wave_code,
        closes_on,
        count(case when is_outcome then 1 end) as outcomes,
        count(case when not is_outcome then 1 end) as others,
        count(case when is_hidden then 1 end) as hidden,
        count(case when is_hidden_score and is_outcome then 1 end) as hidden_outcomes,
        count(case when is_hidden_score and not is_outcome then 1 end) as hidden_others,
        count(distinct case when is_outcome then hidden_band end) as outcome_bands,
        count(distinct case when not is_outcome then hidden_band end) as other_bands
    from cell
    group by wave_code, closes_on
),

wave as (
    select
        wave_code,
        closes_on,
        not coalesce(
            least(outcomes, others) >= {{ disclosure_threshold() }}
            and (
                hidden = 0
                or least(hidden_outcomes, hidden_others) >= {{ disclosure_threshold() }}
                and least(outcome_bands, other_bands) > 1
            ),
            false
        ) as is_hidden
    from in_wave
)

select
    wave_code,
    'wave' as scope_code,
    is_hidden
from wave

union all

-- Two sets that differ by one cycle tell of that cycle: one that is hidden hides every set it is in.
select
    wave.wave_code,
    'up_to_wave' as scope_code,
    bool_or(member.is_hidden) as is_hidden
from wave
inner join wave as member
    on wave.wave_code = member.wave_code or wave.closes_on > member.closes_on
group by wave.wave_code
