-- Both registers at every month end, whole and by region, provider, profession and domain: the stock and flow
-- of the month, and of the last academic year that was over by then.
with grouped as (
    select
        concern_id,
        'none' as breakdown_code,
        'all' as group_code
    from {{ ref('fct_concern') }}
    union all
    select
        concern.concern_id,
        'region' as breakdown_code,
        coalesce(provider.region_code, 'not_known') as group_code
    from {{ ref('fct_concern') }} as concern
    left join {{ ref('dim_provider') }} as provider on concern.provider_key = provider.provider_key
    union all
    select
        concern_id,
        'provider' as breakdown_code,
        provider_code as group_code
    from {{ ref('fct_concern') }}
    union all
    select
        concern_id,
        'profession' as breakdown_code,
        profession_code as group_code
    from {{ ref('brg_concern_profession') }}
    union all
    select
        concern_id,
        'domain' as breakdown_code,
        domain_code as group_code
    from {{ ref('brg_concern_domain') }}
),

academic_year as (
    select
        academic_year,
        min(date_day) as first_day,
        max(date_day) as last_day
    from {{ ref('dim_date') }}
    group by academic_year
),

log as (
    select
        min(raised_on) as starts_on,
        max(last_day(as_of_on)) as last_month_end
    from {{ ref('fct_concern') }}
),

month as (
    select
        calendar.month_start,
        calendar.month_end,
        period.first_day as period_from,
        period.last_day as period_to
    from {{ ref('dim_date') }} as calendar
    inner join log on calendar.date_day between log.starts_on and log.last_month_end
    inner join academic_year as period
        -- The year that ends on this very day is over.
        on
            calendar.academic_year
            - case when calendar.month_of_year = 8 then 0 else 1 end = period.academic_year
    where calendar.is_month_end
),

-- A stay on a register is told of until the year in which it ended is no longer the last one.
stay as (
    select
        month.*,
        stay.concern_id,
        stay.register_code,
        stay.entered_on,
        coalesce(stay.left_on, date '9999-12-31') as left_on,
        stay.left_by
    from {{ ref('fct_concern_register') }} as stay
    inner join month
        on
            stay.entered_on <= month.month_end
            and coalesce(stay.left_on, date '9999-12-31') > month.period_from
)

select
    stay.month_end,
    stay.register_code,
    grouped.breakdown_code,
    grouped.group_code,
    count(
        case when stay.entered_on < stay.month_start and stay.left_on >= stay.month_start then 1 end
    ) as open_at_start,
    count(case when stay.entered_on >= stay.month_start then 1 end) as entered_in_month,
    count(case when stay.left_on between stay.month_start and stay.month_end then 1 end) as left_in_month,
    stay.period_from,
    stay.period_to,
    count(case when stay.entered_on <= stay.period_to then 1 end) as managed,
    count(case when stay.left_on <= stay.month_end and stay.left_by = 'closed' then 1 end) as closed,
    count(
        case when stay.left_on <= stay.month_end and stay.left_by = 'stepped_down' then 1 end
    ) as stepped_down,
    count(case when stay.entered_on > stay.period_to then 1 end) as new_after_period,
    count(case when stay.left_on > stay.month_end then 1 end) as open_at_end
from stay
inner join grouped on stay.concern_id = grouped.concern_id
group by
    stay.month_end,
    stay.register_code,
    grouped.breakdown_code,
    grouped.group_code,
    stay.period_from,
    stay.period_to
