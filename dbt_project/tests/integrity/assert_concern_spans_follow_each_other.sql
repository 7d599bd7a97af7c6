-- What is it? At every day of knowledge, spans of one concern follow each other from the day it was raised,
-- without gap or overlap.
-- When does it matter? An overlap counts a concern twice in a score; a gap hides an open one.
-- How to resolve: list int_concern_known_state of the concern by event_sequence and look for equal days.
with neighbour as (
    select
        span.concern_id,
        span.known_from,
        span.valid_from,
        span.valid_to,
        concern.raised_on,
        lead(span.valid_from) over (
            partition by span.concern_id, span.known_from order by span.valid_from
        ) as next_valid_from,
        min(span.valid_from) over (partition by span.concern_id, span.known_from) as first_valid_from
    from {{ ref('int_concern_known_span') }} as span
    inner join {{ ref('stg_concerns__concern') }} as concern on span.concern_id = concern.concern_id
)

select *
from neighbour
where
    valid_from >= valid_to
    or first_valid_from <> raised_on
    or coalesce(next_valid_from, date '9999-12-31') <> valid_to
