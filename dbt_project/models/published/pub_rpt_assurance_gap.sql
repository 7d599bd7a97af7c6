-- What learners answer rests on the respondents of the matching question; the declaration is the
-- organisation's own.
with judged as (
    select
        gap.*,
        disclosure.is_item_hidden,
        disclosure.is_mix_hidden,
        disclosure.is_gap_hidden
    from {{ ref('rpt_assurance_gap') }} as gap
    inner join {{ ref('int_assurance_disclosure') }} as disclosure
        on
            gap.cycle = disclosure.cycle
            and gap.provider_code = disclosure.provider_code
            and gap.question_code = disclosure.question_code
            and gap.profession_code = disclosure.profession_code
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
    case when is_item_hidden then 'suppressed' else {{ cell_status('respondents') }} end as status_code,
    {{ unless('is_item_hidden', 'respondents') }},
    {{ unless('is_item_hidden', 'learner_favourable_pct') }},
    {{ unless('is_item_hidden or is_mix_hidden', 'benchmark_favourable_pct') }},
    {{ unless('is_item_hidden or is_mix_hidden', 'benchmark_used') }},
    {{ unless('is_item_hidden or is_mix_hidden', 'indicator_z') }},
    {{ unless('is_item_hidden or is_mix_hidden', 'is_indicator_flagged') }},
    open_isf_category,
    {{ unless('is_gap_hidden', 'is_assurance_gap') }},
    method_version,
    parameter_hash
from judged
