select
    answer.cycle,
    answer.provider_code,
    provider.provider_key,
    answer.question_code,
    answer.profession_code,
    question.domain_code,
    answer.answer_code,
    -- Unanswered and not applicable add nothing: they are no evidence either way.
    psa_answer.adverse_score,
    answer.exception_professions,
    answer.version,
    answer.submitted_at,
    answer.signed_off_by_role,
    submission.is_signed_off,
    submission.is_current
from {{ ref('stg_psa__answer') }} as answer
inner join {{ ref('int_self_assessment_return') }} as submission
    on
        answer.provider_code = submission.provider_code
        and answer.cycle = submission.cycle
        and answer.version = submission.version
left join {{ ref('psa_question') }} as question on answer.question_code = question.question_code
left join {{ ref('psa_answer') }} as psa_answer on answer.answer_code = psa_answer.answer_code
left join {{ ref('dim_provider') }} as provider
    on
        answer.provider_code = provider.provider_code
        and cast(submission.submitted_at as date) >= provider.valid_from
        and cast(submission.submitted_at as date) < provider.valid_to
