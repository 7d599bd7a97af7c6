-- What two naive rivals of the score would go by: the highest category in which a concern of the cell stood
-- open in the twelve months up to the cut-off, and the plain share of unfavourable answers to its items.
with span as (
    select
        span.concern_id,
        cycle.wave_code,
        max(span.isf_category) as isf_category
    from {{ ref('int_concern_known_span') }} as span
    inner join {{ ref('int_backtest_cycle') }} as cycle
        on
            span.known_from <= cycle.cutoff_on
            and span.known_to > cycle.cutoff_on
            and span.valid_from <= cycle.cutoff_on
            and span.valid_to > cycle.window_opens_after + 1
    where span.is_open
    group by span.concern_id, cycle.wave_code
),

last_category as (
    select
        span.wave_code,
        concern.provider_code,
        profession.profession_code,
        domain.domain_code,
        max(span.isf_category) as isf_category
    from span
    inner join {{ ref('fct_concern') }} as concern on span.concern_id = concern.concern_id
    inner join {{ ref('brg_concern_profession') }} as profession on span.concern_id = profession.concern_id
    inner join {{ ref('brg_concern_domain') }} as domain on span.concern_id = domain.concern_id
    group by span.wave_code, concern.provider_code, profession.profession_code, domain.domain_code
),

unfavourable as (
    select
        item.wave_code,
        item.provider_code,
        item.profession_code,
        item.domain_code,
        sum(score.adverse) / sum(score.respondents) as share
    from {{ ref('int_survey_domain_item') }} as item
    inner join {{ ref('int_survey_item_score') }} as score
        on {{ same_cell('item', 'score') }} and item.indicator_code = score.indicator_code
    group by item.wave_code, item.provider_code, item.profession_code, item.domain_code
)

select
    cell.wave_code,
    cell.provider_code,
    cell.profession_code,
    cell.domain_code,
    coalesce(last_category.isf_category, 0) as last_isf_category,
    unfavourable.share as unfavourable_share
from {{ ref('int_risk_cell') }} as cell
left join last_category on {{ same_cell('cell', 'last_category') }}
left join unfavourable on {{ same_cell('cell', 'unfavourable') }}
