-- When a concern came on a register and when it went off: each register has its own comings and goings.
with membership as (
    select
        span.concern_id,
        register.register_code,
        span.valid_from,
        span.is_open,
        span.is_open and span.isf_category >= register.lowest_category as is_member,
        lag(span.is_open) over (
            partition by span.concern_id, register.register_code order by span.valid_from
        ) as was_open,
        lag(span.is_open and span.isf_category >= register.lowest_category) over (
            partition by span.concern_id, register.register_code order by span.valid_from
        ) as was_member
    from {{ ref('int_concern_span') }} as span
    cross join {{ ref('concern_register') }} as register
),

change as (
    select
        *,
        lead(valid_from) over (partition by concern_id, register_code order by valid_from) as left_on,
        lead(is_open) over (partition by concern_id, register_code order by valid_from) as is_open_when_left
    from membership
    where is_member <> coalesce(was_member, false)
)

select
    concern_id,
    register_code,
    row_number() over (partition by concern_id, register_code order by valid_from) as stay_number,
    valid_from as entered_on,
    case
        when was_open is null then 'raised'
        when was_open then 'escalated'
        else 'reopened'
    end as entered_by,
    left_on,
    case
        when left_on is null then null
        when is_open_when_left then 'stepped_down'
        else 'closed'
    end as left_by
from change
where is_member
