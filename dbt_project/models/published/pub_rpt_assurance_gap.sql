-- What learners answer rests on the respondents of the matching question; the declaration is the
-- organisation's own.
with judged as (
    select
        gap.*,
        {{ is_small_base('gap.respondents') }} as is_hidden
    from {{ ref('rpt_assurance_gap') }} as gap
)

select
    cycle,
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    domain_code,
    question_code,
    question_label,
    answer_code,
    learner_indicator_code,
    {{ cell_status('respondents') }} as status_code,
    {{ suppress('respondents', 'respondents') }} as respondents,
    {{ suppress('learner_favourable_pct', 'respondents') }} as learner_favourable_pct,
    {{ suppress('benchmark_favourable_pct', 'respondents') }} as benchmark_favourable_pct,
    {{ suppress('benchmark_used', 'respondents') }} as benchmark_used,
    {{ suppress('z', 'respondents') }} as z,
    open_isf_category,
    -- The prompt would say on which side of the flag the hidden z lies.
    case when not is_hidden then is_assurance_gap end as is_assurance_gap,
    method_version,
    parameter_hash
from judged
