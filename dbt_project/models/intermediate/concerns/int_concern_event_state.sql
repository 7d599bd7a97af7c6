-- Category and open state right after every event.
with marked as (
    select
        *,
        -- Runs of events between two that set the state: all of a run share the state set at its start.
        count(category_set) over (
            partition by concern_id
            order by event_sequence
            rows between unbounded preceding and current row
        ) as category_run,
        count(open_set) over (
            partition by concern_id
            order by event_sequence
            rows between unbounded preceding and current row
        ) as open_run
    from {{ ref('int_concern_event_ordered') }}
),

first_category as (
    select
        concern_id,
        from_category
    from marked
    where category_run = 1 and category_set is not null
),

opening as (
    select
        concern.concern_id,
        concern.raised_on,
        -- Before the first change the category is the one the change started from, else the one on record.
        coalesce(first_category.from_category, concern.isf_category) as opening_category
    from {{ ref('stg_concerns__concern') }} as concern
    left join first_category on concern.concern_id = first_category.concern_id
)

select
    opening.concern_id,
    opening.raised_on,
    opening.opening_category,
    marked.event_id,
    marked.event_sequence,
    marked.occurred_on,
    marked.recorded_at,
    marked.event_type_code,
    marked.from_category,
    marked.to_category,
    marked.recipient,
    marked.provider_informed,
    marked.condition_code,
    marked.category_set,
    marked.open_set,
    coalesce(
        max(marked.category_set) over (partition by marked.concern_id, marked.category_run),
        opening.opening_category
    ) as isf_category_after,
    coalesce(bool_or(marked.open_set) over (partition by marked.concern_id, marked.open_run), true)
        as is_open_after
from marked
inner join opening on marked.concern_id = opening.concern_id
