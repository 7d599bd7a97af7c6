-- What is it? Both identities of the registers hold in every row; the whole local register is the stock that
-- rpt_concern_stock_flow counts from events; regions and providers add up to the whole.
-- When does it matter? A register whose stock does not follow from its flow has lost a concern.
-- How to resolve: compare fct_concern_register with int_concern_span for the first month that differs.
with whole as (
    select *
    from {{ ref('rpt_concern_register') }}
    where breakdown_code = 'none'
),

added_up as (
    select
        month_end,
        register_code,
        breakdown_code,
        sum(managed) as managed,
        sum(open_at_end) as open_at_end
    from {{ ref('rpt_concern_register') }}
    where breakdown_code in ('region', 'provider')
    group by month_end, register_code, breakdown_code
)

select
    month_end,
    register_code,
    'identity' as what_differs
from {{ ref('rpt_concern_register') }}
where
    managed - closed - stepped_down + new_after_period <> open_at_end
    or open_at_start + entered_in_month - left_in_month <> open_at_end
union all
select
    flow.month_end,
    'local' as register_code,
    'stock of events' as what_differs
from {{ ref('rpt_concern_stock_flow') }} as flow
left join whole on flow.month_end = whole.month_end and whole.register_code = 'local'
where flow.month_end >= date '2016-01-01' and coalesce(whole.open_at_end, 0) <> flow.open_at_end
union all
select
    whole.month_end,
    whole.register_code,
    added_up.breakdown_code as what_differs
from whole
left join added_up on whole.month_end = added_up.month_end and whole.register_code = added_up.register_code
where
    added_up.month_end is null
    or whole.managed <> added_up.managed
    or whole.open_at_end <> added_up.open_at_end
