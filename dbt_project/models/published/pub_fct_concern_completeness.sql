select
    concern_id,
    is_issue_stated,
    is_learner_groups_stated,
    is_improvement_stated,
    is_success_stated,
    is_pace_stated,
    is_end_point_stated,
    is_impact_stated,
    points_stated
from {{ ref('fct_concern_completeness') }}
