-- What is it? Open at the end = managed - closed, and equals the concerns counted open on that day.
-- When does it matter? A register whose stock does not follow from its flow has lost a concern.
-- How to resolve: compare int_concern_span with rpt_concern_stock_flow for the first month that differs.
with counted as (
    select
        month_end,
        sum(case when is_open then 1 else 0 end) as open_concerns
    from {{ ref('fct_concern_month') }}
    group by month_end
)

select
    flow.month_end,
    flow.managed,
    flow.closed,
    flow.open_at_end,
    counted.open_concerns
from {{ ref('rpt_concern_stock_flow') }} as flow
left join counted on flow.month_end = counted.month_end
where
    flow.open_at_end <> flow.managed - flow.closed
    or flow.managed <> flow.open_at_start + flow.raised + flow.reopened
    or flow.open_at_end <> counted.open_concerns
