-- Dates keep their month only. The condition is in words of the sender and stays inside.
select
    event_id,
    concern_id,
    obligation_type_code,
    {{ month_of('set_on') }} as set_on,
    {{ month_of('due_on') }} as due_on,
    {{ month_of('met_on') }} as met_on,
    status_code,
    is_met_late,
    {{ month_of('as_of_on') }} as as_of_on
from {{ ref('fct_concern_obligation') }}
