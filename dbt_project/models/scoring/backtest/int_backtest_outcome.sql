-- The highest category that concerns opened in a window reached in it, by cell. Opened: raised, reopened or
-- escalated on to a register after the cut-off; with all that is known now, for this is what came of it.
with opened as (
    select
        stay.concern_id,
        cycle.wave_code,
        cycle.closes_on,
        min(stay.entered_on) as opened_on
    from {{ ref('fct_concern_register') }} as stay
    inner join {{ ref('int_backtest_cycle') }} as cycle
        on
            stay.entered_on > cycle.cutoff_on
            and stay.entered_on <= cycle.closes_on
    where cycle.outcome_status_code = 'observed'
    group by stay.concern_id, cycle.wave_code, cycle.closes_on
),

graded as (
    select
        opened.concern_id,
        opened.wave_code,
        max(span.isf_category) as isf_category
    from opened
    inner join {{ ref('int_concern_span') }} as span
        on
            opened.concern_id = span.concern_id
            and opened.opened_on <= span.valid_from
            and opened.closes_on >= span.valid_from
    where span.is_open
    group by opened.concern_id, opened.wave_code
)

select
    graded.wave_code,
    concern.provider_code,
    profession.profession_code,
    domain.domain_code,
    count(*) as concerns_opened,
    max(graded.isf_category) as later_isf_category
from graded
inner join {{ ref('fct_concern') }} as concern on graded.concern_id = concern.concern_id
inner join {{ ref('brg_concern_profession') }} as profession on graded.concern_id = profession.concern_id
inner join {{ ref('brg_concern_domain') }} as domain on graded.concern_id = domain.concern_id
group by graded.wave_code, concern.provider_code, profession.profession_code, domain.domain_code
