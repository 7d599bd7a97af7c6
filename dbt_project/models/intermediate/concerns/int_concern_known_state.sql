-- Category and open state right after every event, once for each day on which something became known: with
-- the events that had been recorded by then, and no others.
with known as (
    select
        knowledge.known_from,
        knowledge.known_to,
        event.concern_id,
        event.event_id,
        event.event_sequence,
        event.occurred_on,
        event.recorded_at,
        event.event_type_code,
        event.from_category,
        event.to_category,
        event.recipient,
        event.provider_informed,
        event.condition_code,
        event.category_set,
        event.open_set
    from {{ ref('int_concern_knowledge') }} as knowledge
    inner join {{ ref('int_concern_event_ordered') }} as event
        on
            knowledge.concern_id = event.concern_id
            and knowledge.known_from >= event.known_from
),

marked as (
    select
        *,
        -- Runs of events between two that set the state: all of a run share the state set at its start.
        count(category_set) over (
            partition by concern_id, known_from
            order by event_sequence
            rows between unbounded preceding and current row
        ) as category_run,
        count(open_set) over (
            partition by concern_id, known_from
            order by event_sequence
            rows between unbounded preceding and current row
        ) as open_run
    from known
),

first_category as (
    select
        concern_id,
        known_from,
        from_category
    from marked
    where category_run = 1 and category_set is not null
),

opening as (
    select
        knowledge.concern_id,
        knowledge.known_from,
        concern.raised_on,
        -- Before the first change the category is the one the change started from, else the one on record.
        coalesce(first_category.from_category, concern.isf_category) as opening_category
    from {{ ref('int_concern_knowledge') }} as knowledge
    inner join {{ ref('stg_concerns__concern') }} as concern on knowledge.concern_id = concern.concern_id
    left join first_category
        on
            knowledge.concern_id = first_category.concern_id
            and knowledge.known_from = first_category.known_from
)

select
    marked.concern_id,
    marked.known_from,
    marked.known_to,
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
        max(marked.category_set) over (
            partition by marked.concern_id, marked.known_from, marked.category_run
        ),
        opening.opening_category
    ) as isf_category_after,
    coalesce(
        bool_or(marked.open_set) over (partition by marked.concern_id, marked.known_from, marked.open_run),
        true
    ) as is_open_after
from marked
inner join opening on marked.concern_id = opening.concern_id and marked.known_from = opening.known_from
