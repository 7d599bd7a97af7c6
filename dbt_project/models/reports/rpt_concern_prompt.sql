-- What stands out in the concern log as of its last day, one row for each concern and reason. Questions for a
-- person, never a judgement.
with open_concern as (
    select
        concern.concern_id,
        concern.provider_code,
        concern.current_isf_category,
        concern.raised_on,
        concern.review_due_on,
        concern.first_plan_agreed_on,
        concern.as_of_on,
        stay.entered_on as open_since,
        stay.entered_by = 'reopened' as is_reopened,
        concern.current_isf_category = parameter.floor_watch_category as is_minor,
        {{ months_later('stay.entered_on', 'parameter.floor_watch_months') }} as long_open_after
    from {{ ref('fct_concern') }} as concern
    inner join {{ ref('fct_concern_register') }} as stay
        on concern.concern_id = stay.concern_id and stay.register_code = 'local' and stay.left_on is null
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

minor as (
    select
        concern_id,
        provider_code,
        open_since,
        row_number() over (partition by provider_code order by open_since, concern_id) as place
    from open_concern
    where is_minor
),

several_minor as (
    -- They have been several since the one that made them so.
    select
        provider_code,
        open_since as since_on
    from minor
    where place = {{ concern_parameter('several_minor_concerns') }}
),

prompt as (
    select
        concern_id,
        'requirement_overdue' as prompt_code,
        min(due_on) as since_on
    from {{ ref('fct_concern_obligation') }}
    where status_code = 'overdue'
    group by concern_id
    union all
    select
        concern_id,
        'review_overdue' as prompt_code,
        review_due_on as since_on
    from open_concern
    where review_due_on < as_of_on
    union all
    select
        concern_id,
        'persistent_minor' as prompt_code,
        long_open_after as since_on
    from open_concern
    where is_minor and long_open_after < as_of_on
    union all
    select
        minor.concern_id,
        'several_minor' as prompt_code,
        several_minor.since_on
    from minor
    inner join several_minor on minor.provider_code = several_minor.provider_code
    union all
    select
        concern_id,
        'reopened' as prompt_code,
        open_since as since_on
    from open_concern
    where is_reopened
    union all
    select
        concern_id,
        'no_plan' as prompt_code,
        raised_on as since_on
    from open_concern
    where current_isf_category > 0 and first_plan_agreed_on is null
    union all
    select
        concern_id,
        'provider_not_informed' as prompt_code,
        min(shared_on) as since_on
    from {{ ref('fct_concern_sharing') }}
    where not coalesce(provider_informed, false)
    group by concern_id
)

select
    prompt.concern_id,
    concern.provider_code,
    concern.provider_key,
    concern.current_isf_category,
    concern.is_open,
    prompt.prompt_code,
    listed.prompt_name,
    listed.question,
    prompt.since_on,
    concern.as_of_on
from prompt
inner join {{ ref('fct_concern') }} as concern on prompt.concern_id = concern.concern_id
inner join {{ ref('concern_prompt') }} as listed on prompt.prompt_code = listed.prompt_code
