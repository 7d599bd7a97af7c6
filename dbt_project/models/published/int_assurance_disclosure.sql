-- What of a row of the assurance gap must be hidden. The figures of a survey item go where disclosure
-- control hides its cell. What a whole provider is compared with goes where one of its professions is
-- hidden: it is the mean of known shares, weighted by the professions' respondents. The gap goes where only
-- a hidden risk cell could decide it.
with part as (
    select
        fact.wave_code,
        fact.provider_code,
        fact.indicator_code,
        bool_or({{ survey_status('verdict') }} = 'suppressed') as has_hidden_part
    from {{ ref('fct_survey_indicator') }} as fact
    {{ join_survey_verdict(
        'verdict', 'fact', 'fact.indicator_code', "'provider'", 'fact.provider_code', 'fact.profession_code'
    ) }}
    group by fact.wave_code, fact.provider_code, fact.indicator_code
),

cell as (
    select
        risk.wave_code,
        risk.provider_code,
        risk.profession_code,
        risk.domain_code,
        disclosure.is_survey_hidden,
        not disclosure.is_survey_hidden
        and coalesce(risk.z_survey >= parameter.survey_flag_z, false) as is_flag_shown
    from {{ ref('fct_domain_risk') }} as risk
    inner join {{ ref('int_risk_disclosure') }} as disclosure on {{ same_cell('risk', 'disclosure') }}
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

contradiction as (
    select *
    from cell

    union all

    select
        wave_code,
        provider_code,
        'all' as profession_code,
        domain_code,
        bool_or(is_survey_hidden) as is_survey_hidden,
        bool_or(is_flag_shown) as is_flag_shown
    from cell
    group by wave_code, provider_code, domain_code
)

select
    gap.cycle,
    gap.provider_code,
    gap.question_code,
    gap.profession_code,
    gap.respondents is not null and {{ survey_status('verdict') }} <> 'shown'
    or coalesce(verdict.status_code = 'suppressed', false) as is_item_hidden,
    gap.profession_code = 'all' and coalesce(part.has_hidden_part, false) as is_mix_hidden,
    -- Not met is no gap, and an open concern or a shown flag makes one, whatever the hidden cells hold.
    coalesce(
        gap.answer_code = 'met'
        and not coalesce(gap.open_isf_category >= parameter.assurance_gap_category, false)
        and contradiction.is_survey_hidden
        and not contradiction.is_flag_shown,
        false
    ) as is_gap_hidden
from {{ ref('rpt_assurance_gap') }} as gap
cross join {{ ref('int_scoring_parameter') }} as parameter
{{ join_survey_verdict(
    'verdict', 'gap', 'gap.learner_indicator_code', "'provider'", 'gap.provider_code', 'gap.profession_code'
) }}
left join part
    on
        gap.wave_code = part.wave_code
        and gap.provider_code = part.provider_code
        and gap.learner_indicator_code = part.indicator_code
left join contradiction
    on
        gap.wave_code = contradiction.wave_code
        and gap.provider_code = contradiction.provider_code
        and gap.profession_code = contradiction.profession_code
        and gap.domain_code = contradiction.domain_code
