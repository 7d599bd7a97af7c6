-- What of a row of the assurance gap must be hidden. The figures of a survey item go where its base is
-- small, and those of the whole provider where the total less the shown professions would give back one
-- hidden profession, or fewer people than the threshold. The gap goes where only a hidden risk cell could
-- decide it.
with small_part as (
    select
        wave_code,
        provider_code,
        profession_code,
        indicator_code
    from {{ ref('fct_survey_indicator') }}
    where {{ is_small_base('respondents') }}

    union all

    select
        wave_code,
        provider_code,
        'all' as profession_code,
        indicator_code
    from {{ ref('fct_survey_indicator') }}
    where {{ is_small_base('respondents') }}
    group by wave_code, provider_code, indicator_code
    having count(*) = 1 or {{ is_small_base('sum(respondents)') }}
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
    {{ is_small_base('gap.respondents') }} or small_part.indicator_code is not null as is_item_hidden,
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
left join small_part
    on
        gap.wave_code = small_part.wave_code
        and gap.provider_code = small_part.provider_code
        and gap.profession_code = small_part.profession_code
        and gap.learner_indicator_code = small_part.indicator_code
left join contradiction
    on
        gap.wave_code = contradiction.wave_code
        and gap.provider_code = contradiction.provider_code
        and gap.profession_code = contradiction.profession_code
        and gap.domain_code = contradiction.domain_code
