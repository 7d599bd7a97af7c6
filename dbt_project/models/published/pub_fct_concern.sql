-- Site and department are left out and dates keep their month only: with profession they could single a
-- person out. The days a concern was open would give the day back, so months are counted instead.
select
    concern_id,
    provider_code,
    provider_key,
    primary_domain_code,
    source_type_code,
    {{ month_of('raised_on') }} as raised_on,
    {{ month_of('recorded_at') }} as recorded_at,
    recorded_isf_category,
    current_isf_category,
    highest_isf_category,
    is_open,
    {{ month_of('closed_on') }} as closed_on,
    {{ month_of('first_plan_agreed_on') }} as first_plan_agreed_on,
    {{ month_of('last_plan_off_track_on') }} as last_plan_off_track_on,
    {{ month_of('last_shared_on') }} as last_shared_on,
    {{ month_of('last_event_on') }} as last_event_on,
    reopened_count,
    shared_count,
    patient_safety,
    {{ month_of('review_due_on') }} as review_due_on,
    open_condition_count,
    has_open_requirement,
    {{ months_between('raised_on', 'case when is_open then as_of_on else closed_on end') }} as months_open,
    {{ month_of('as_of_on') }} as as_of_on
from {{ ref('fct_concern') }}
