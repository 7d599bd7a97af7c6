-- What each provider declares on a question, cycle by cycle, beside its own answer a year earlier.
with submission as (
    select
        cycle,
        provider_code,
        bool_or(is_current) as has_signed_off,
        max(version) as last_version
    from {{ ref('pub_fct_self_assessment') }}
    group by cycle, provider_code
),

answered as (
    -- Of a provider with drafts only, the last tells which questions it was asked, not what it says.
    select
        answer.cycle,
        answer.provider_code,
        answer.question_code,
        submission.has_signed_off,
        max(answer.provider_key) as provider_key,
        max(answer.version) as version,
        count(*) as professions,
        count(case when answer.is_current then answer.adverse_score end) as professions_answered,
        -- The worst answer of the professions speaks for the provider, as in the scoring.
        max(case when answer.is_current then answer.adverse_score end) as adverse_score,
        bool_and(answer.answer_code = 'not_applicable' and answer.is_current) as is_not_applicable
    from {{ ref('pub_fct_self_assessment') }} as answer
    inner join submission
        on answer.cycle = submission.cycle and answer.provider_code = submission.provider_code
    where
        answer.is_current
        or (not submission.has_signed_off and answer.version = submission.last_version)
    group by answer.cycle, answer.provider_code, answer.question_code, submission.has_signed_off
),

stated as (
    select
        *,
        {{ declared_answer('has_signed_off', 'is_not_applicable', 'adverse_score') }} as declared_code
    from answered
)

select
    cast(stated.cycle as integer) as cycle,
    stated.provider_code,
    stated.provider_key,
    stated.question_code,
    cast(question.question_label as varchar) as question_label,
    cast(question.answer_level as varchar) as answer_level,
    stated.version,
    stated.has_signed_off as is_signed_off,
    stated.declared_code,
    earlier.declared_code as declared_code_before,
    stated.adverse_score,
    earlier.adverse_score as adverse_score_before,
    stated.professions,
    stated.professions_answered,
    {{ declaration_change('stated', 'earlier') }} as change_code
from stated
inner join {{ ref('psa_question') }} as question on stated.question_code = question.question_code
left join stated as earlier
    on
        stated.provider_code = earlier.provider_code
        and stated.question_code = earlier.question_code
        and stated.cycle = earlier.cycle + 1
