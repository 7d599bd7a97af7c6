-- What is it? No two rectangles of a concern share a day asked about and a day of asking.
-- When does it matter? For such a pair of dates a reader would find two states of one concern.
-- How to resolve: list int_concern_known_span of the concern for the days of knowledge in question.
select
    one.concern_id,
    one.valid_from,
    one.known_from,
    other.valid_from as other_valid_from,
    other.known_from as other_known_from
from {{ ref('fct_concern_span') }} as one
inner join {{ ref('fct_concern_span') }} as other
    on
        one.concern_id = other.concern_id
        and (one.valid_from <> other.valid_from or one.known_from <> other.known_from)
        and one.valid_from < other.valid_to
        and one.valid_to > other.valid_from
        and one.known_from < other.known_to
        and one.known_to > other.known_from
