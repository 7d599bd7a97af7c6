-- Every cell of every cycle: what was said of it, what two naive rivals and chance would have said, and the
-- concern that came afterwards. The outcome is empty while it cannot be known; that is not "none".
with judged as (
    select
        score.*,
        rival.last_isf_category,
        rival.unfavourable_share,
        {{ pseudo_random([
            'score.wave_code', 'score.provider_code', 'score.profession_code', 'score.domain_code'
        ]) }} as random_score,
        cycle.cutoff_on,
        cycle.closes_on,
        cycle.outcome_status_code,
        case
            when cycle.outcome_status_code = 'observed' then coalesce(outcome.later_isf_category, 0)
        end as later_isf_category
    from {{ ref('int_backtest_score') }} as score
    inner join {{ ref('int_backtest_cycle') }} as cycle on score.wave_code = cycle.wave_code
    inner join {{ ref('int_backtest_rival') }} as rival on {{ same_cell('score', 'rival') }}
    left join {{ ref('int_backtest_outcome') }} as outcome on {{ same_cell('score', 'outcome') }}
)

select
    cast(judged.wave_code as varchar) as wave_code,
    cast(judged.provider_code as varchar) as provider_code,
    cast(judged.profession_code as varchar) as profession_code,
    cast(judged.domain_code as varchar) as domain_code,
    cast(judged.z_composite as double) as z_composite,
    cast(judged.band as varchar) as band,
    cast(judged.z_survey as double) as z_survey,
    cast(judged.z_concerns as double) as z_concerns,
    cast(judged.z_self_assessment as double) as z_self_assessment,
    cast(judged.last_isf_category as integer) as last_isf_category,
    cast(judged.unfavourable_share as double) as unfavourable_share,
    cast(judged.random_score as double) as random_score,
    judged.z_composite is not null and judged.unfavourable_share is not null as is_like_for_like,
    judged.cutoff_on,
    judged.closes_on,
    cast(judged.outcome_status_code as varchar) as outcome_status_code,
    cast(judged.later_isf_category as integer) as later_isf_category,
    judged.later_isf_category >= register.lowest_category as is_outcome
from judged
inner join {{ ref('concern_register') }} as register on register.register_code = 'significant'
