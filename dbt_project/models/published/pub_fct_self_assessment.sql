-- The role that signed is left out: an organisation has one such person.
select
    cycle,
    provider_code,
    provider_key,
    question_code,
    profession_code,
    domain_code,
    answer_code,
    adverse_score,
    exception_professions,
    version,
    submitted_at,
    is_signed_off,
    is_current
from {{ ref('fct_self_assessment') }}
