-- Dates keep their month only. The recipient is in words of the sender; its kind is published.
select
    event_id,
    concern_id,
    {{ month_of('shared_on') }} as shared_on,
    {{ month_of('recorded_at') }} as recorded_at,
    recipient_type_code,
    provider_informed
from {{ ref('fct_concern_sharing') }}
