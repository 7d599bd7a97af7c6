-- The window in which a cycle's score is put to the test, and whether the concern log speaks about it yet.
with log as (
    select
        min(concern.raised_on) as begins_on,
        max(as_of.as_of_on) as ends_on
    from {{ ref('fct_concern') }} as concern
    cross join {{ ref('int_concern_as_of') }} as as_of
),

windowed as (
    select
        cycle.wave_code,
        cycle.cycle_number,
        cycle.window_opens_after,
        cycle.cutoff_on,
        -- Cycles may share a cut-off: the next one is the next later day.
        min(later.cutoff_on) as closes_on
    from {{ ref('int_scoring_cycle') }} as cycle
    left join {{ ref('int_scoring_cycle') }} as later on cycle.cutoff_on < later.cutoff_on
    group by cycle.wave_code, cycle.cycle_number, cycle.window_opens_after, cycle.cutoff_on
)

select
    windowed.*,
    case
        when windowed.closes_on is null then 'no_later_cycle'
        when log.begins_on is null or log.begins_on > windowed.closes_on then 'before_log'
        -- To the month: nothing need be recorded on the very last day.
        when {{ month_of('log.ends_on') }} < {{ month_of('windowed.closes_on') }} then 'log_ends_early'
        else 'observed'
    end as outcome_status_code
from windowed
cross join log
