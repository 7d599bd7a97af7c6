-- What was believed of a concern, from when to when, about which time: rectangles that never overlap. A
-- rectangle lasts until something that became known changes it.
with numbered as (
    select
        known.*,
        -- Consecutive days of knowledge that say the same of the same span share this difference.
        dense_rank() over (partition by known.concern_id order by known.known_from)
        - row_number() over (
            partition by known.concern_id, known.valid_from, known.valid_to, known.isf_category, known.is_open
            order by known.known_from
        ) as belief
    from {{ ref('int_concern_known_span') }} as known
)

select
    concern_id,
    valid_from,
    valid_to,
    min(known_from) as known_from,
    max(known_to) as known_to,
    isf_category,
    is_open
from numbered
group by concern_id, valid_from, valid_to, isf_category, is_open, belief
