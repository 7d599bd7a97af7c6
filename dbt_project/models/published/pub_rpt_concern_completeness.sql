select
    breakdown_code,
    group_code,
    year_raised,
    point_code,
    concerns,
    stated,
    stated_pct
from {{ ref('rpt_concern_completeness') }}
