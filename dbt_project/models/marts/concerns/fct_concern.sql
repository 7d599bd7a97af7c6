with current_state as (
    select
        concern_id,
        isf_category,
        is_open
    from {{ ref('int_concern_span') }}
    where valid_to = date '9999-12-31'
)

select
    concern.concern_id,
    concern.provider_code,
    provider.provider_key,
    split_part(concern.domain_codes, ';', 1) as primary_domain_code,
    concern.source_type_code,
    concern.site_code,
    concern.raised_on,
    concern.recorded_at,
    concern.isf_category as recorded_isf_category,
    current_state.isf_category as current_isf_category,
    greatest(
        concern.isf_category, current_state.isf_category, milestone.highest_category_after
    ) as highest_isf_category,
    current_state.is_open,
    -- A date of closing only while it is closed: a reopened concern has none.
    case when not current_state.is_open then milestone.last_closed_on end as closed_on,
    milestone.first_plan_agreed_on,
    milestone.last_plan_off_track_on,
    milestone.last_shared_on,
    milestone.last_event_on,
    coalesce(milestone.reopened_count, 0) as reopened_count,
    coalesce(milestone.shared_count, 0) as shared_count,
    coalesce(concern.patient_safety, false) as patient_safety,
    concern.review_due_on,
    coalesce(milestone.open_condition_count, 0) as open_condition_count,
    coalesce(milestone.has_open_requirement, false) as has_open_requirement,
    cast(
        {{ days_between(
            'concern.raised_on',
            'case when current_state.is_open then as_of.as_of_on else milestone.last_closed_on end'
        ) }} as bigint
    ) as days_open,
    as_of.as_of_on
from {{ ref('stg_concerns__concern') }} as concern
inner join current_state on concern.concern_id = current_state.concern_id
left join {{ ref('int_concern_milestone') }} as milestone on concern.concern_id = milestone.concern_id
cross join {{ ref('int_concern_as_of') }} as as_of
left join {{ ref('dim_provider') }} as provider
    on
        concern.provider_code = provider.provider_code
        and concern.raised_on >= provider.valid_from
        and concern.raised_on < provider.valid_to
