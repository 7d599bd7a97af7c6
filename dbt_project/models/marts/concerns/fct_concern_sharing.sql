-- With whom concerns were shared, and whether the provider was told. The sender's words are put into kinds.
select
    event.event_id,
    event.concern_id,
    event.occurred_on as shared_on,
    event.recorded_at,
    event.recipient,
    coalesce(listed.recipient_type_code, 'not_classified') as recipient_type_code,
    event.provider_informed
from {{ ref('int_concern_event_state') }} as event
left join {{ ref('concern_recipient') }} as listed on lower(trim(event.recipient)) = listed.recipient_name
where event.event_type_code = 'shared'
