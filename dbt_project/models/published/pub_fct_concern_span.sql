-- Dates keep their month only. Cut to months, a span from one month to another holds at the month ends
-- between them: a span that lasts over no month end, or was believed over none, is left out. So the
-- rectangles still do not overlap, and every pair of month ends finds the state that the exact ones hold.
select
    concern_id,
    {{ month_of('valid_from') }} as valid_from,
    {{ month_of('valid_to') }} as valid_to,
    {{ month_of('known_from') }} as known_from,
    {{ month_of('known_to') }} as known_to,
    isf_category,
    is_open
from {{ ref('fct_concern_span') }}
where
    {{ month_of('valid_from') }} < {{ month_of('valid_to') }}
    and {{ month_of('known_from') }} < {{ month_of('known_to') }}
