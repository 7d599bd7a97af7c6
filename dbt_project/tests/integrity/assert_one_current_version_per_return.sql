-- What is it? Of the versions of a self-assessment at most one counts, and a draft never does.
-- When does it matter? Two current versions double a provider in the national figures and in the score.
-- How to resolve: look at int_self_assessment_return for the provider and cycle.
select
    provider_code,
    cycle,
    sum(case when is_current then 1 else 0 end) as current_versions,
    sum(case when is_current and not is_signed_off then 1 else 0 end) as current_drafts
from {{ ref('int_self_assessment_return') }}
group by provider_code, cycle
having
    sum(case when is_current then 1 else 0 end) > 1
    or sum(case when is_current and not is_signed_off then 1 else 0 end) > 0
