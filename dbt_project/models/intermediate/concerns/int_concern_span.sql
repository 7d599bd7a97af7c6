-- Spans during which a concern kept its category and open state, with all that is known now.
select
    concern_id,
    valid_from,
    valid_to,
    isf_category,
    is_open
from {{ ref('int_concern_known_span') }}
where known_to = date '9999-12-31'
