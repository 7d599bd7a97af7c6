-- Which of the seven points a report should state each concern has. Only whether something is written counts,
-- never what.
with stated as (
    select
        concern_id,
        coalesce(trim(summary), '') <> '' as is_issue_stated,
        coalesce(trim(profession_codes), '') <> '' as is_learner_groups_stated,
        coalesce(trim(desired_improvement), '') <> '' as is_improvement_stated,
        coalesce(trim(success_measure), '') <> '' as is_success_stated,
        coalesce(trim(monitoring), '') <> '' as is_pace_stated,
        coalesce(trim(next_steps), '') <> '' as is_end_point_stated,
        coalesce(trim(other_groups_affected), '') <> '' as is_impact_stated
    from {{ ref('stg_concerns__concern') }}
)

select
    concern_id,
    is_issue_stated,
    is_learner_groups_stated,
    is_improvement_stated,
    is_success_stated,
    is_pace_stated,
    is_end_point_stated,
    is_impact_stated,
    cast(
        cast(is_issue_stated as integer)
        + cast(is_learner_groups_stated as integer)
        + cast(is_improvement_stated as integer)
        + cast(is_success_stated as integer)
        + cast(is_pace_stated as integer)
        + cast(is_end_point_stated as integer)
        + cast(is_impact_stated as integer)
        as integer
    ) as points_stated
from stated
