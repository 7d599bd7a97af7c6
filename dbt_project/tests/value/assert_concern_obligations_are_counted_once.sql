-- What is it? Obligations not met, counted one by one, are those that fct_concern counts.
-- When does it matter? Two tables that disagree leave open what a provider still has to do.
-- How to resolve: list the conditions and requirements of the concern in fct_concern_event by event_sequence.
with counted as (
    select
        concern_id,
        sum(case when obligation_type_code = 'condition' then 1 else 0 end) as open_conditions,
        sum(case when obligation_type_code = 'immediate_requirement' then 1 else 0 end) as open_requirements
    from {{ ref('fct_concern_obligation') }}
    where met_on is null
    group by concern_id
)

select
    concern.concern_id,
    concern.open_condition_count,
    concern.has_open_requirement,
    counted.open_conditions,
    counted.open_requirements
from {{ ref('fct_concern') }} as concern
left join counted on concern.concern_id = counted.concern_id
where
    concern.open_condition_count <> coalesce(counted.open_conditions, 0)
    or concern.has_open_requirement <> (coalesce(counted.open_requirements, 0) > 0)
