-- Returns in which something was left open: mandatory questions unanswered, or no signed-off version at all.
with last_version as (
    select
        provider_code,
        cycle,
        max(version) as version,
        max(case when is_current then version end) as current_version
    from {{ ref('int_self_assessment_return') }}
    group by provider_code, cycle
),

unanswered as (
    select
        assessment.provider_code,
        assessment.cycle,
        count(*) as unanswered_mandatory
    from {{ ref('fct_self_assessment') }} as assessment
    inner join {{ ref('psa_question') }} as question on assessment.question_code = question.question_code
    where assessment.is_current and question.is_mandatory and assessment.answer_code is null
    group by assessment.provider_code, assessment.cycle
)

select
    last_version.provider_code,
    last_version.cycle,
    last_version.version as last_version,
    last_version.current_version,
    coalesce(unanswered.unanswered_mandatory, 0) as unanswered_mandatory
from last_version
left join unanswered
    on last_version.provider_code = unanswered.provider_code and last_version.cycle = unanswered.cycle
where
    last_version.current_version is null
    or last_version.current_version < last_version.version
    or unanswered.unanswered_mandatory > 0
