-- What a provider declares beside what its learners answer to the matching question.
with latest_wave as (
    -- A self-assessment cycle is a year; of a year's waves the last one with results stands beside it.
    select
        wave_year,
        wave_code
    from (
        select
            wave.wave_year,
            wave.wave_code,
            row_number() over (partition by wave.wave_year order by wave.wave_order desc) as recency
        from {{ ref('dim_wave') }} as wave
        inner join (select distinct wave_code from {{ ref('fct_indicator_risk') }}) as answered
            on wave.wave_code = answered.wave_code
    ) as ordered
    where recency = 1
),

declared as (
    select
        cast(answer.cycle as integer) as cycle,
        answer.provider_code,
        answer.provider_key,
        answer.question_code,
        question.question_label,
        answer.profession_code,
        answer.domain_code,
        answer.answer_code,
        answer.adverse_score,
        question.learner_indicator_code,
        latest_wave.wave_code
    from {{ ref('fct_self_assessment') }} as answer
    inner join {{ ref('psa_question') }} as question on answer.question_code = question.question_code
    left join latest_wave on cast(answer.cycle as integer) = latest_wave.wave_year
    where answer.is_current and answer.is_signed_off
),

contradiction as (
    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        z_survey,
        open_isf_category
    from {{ ref('fct_domain_risk') }}

    union all

    -- An organisation-wide declaration answers for every profession.
    select
        wave_code,
        provider_code,
        'all' as profession_code,
        domain_code,
        max(z_survey) as z_survey,
        max(open_isf_category) as open_isf_category
    from {{ ref('fct_domain_risk') }}
    group by wave_code, provider_code, domain_code
)

select
    cast(declared.cycle as integer) as cycle,
    cast(declared.wave_code as varchar) as wave_code,
    cast(declared.provider_code as varchar) as provider_code,
    cast(declared.provider_key as varchar) as provider_key,
    cast(declared.profession_code as varchar) as profession_code,
    cast(declared.domain_code as varchar) as domain_code,
    cast(declared.question_code as varchar) as question_code,
    cast(declared.question_label as varchar) as question_label,
    cast(declared.answer_code as varchar) as answer_code,
    cast(declared.learner_indicator_code as varchar) as learner_indicator_code,
    cast(learner.respondents as bigint) as respondents,
    cast(100e0 * learner.favourable / learner.respondents as double) as learner_favourable_pct,
    cast(learner.benchmark_favourable_pct as double) as benchmark_favourable_pct,
    cast(learner.benchmark_used as varchar) as benchmark_used,
    cast(learner.z as double) as indicator_z,
    learner.z >= parameter.survey_flag_z as is_indicator_flagged,
    cast(contradiction.z_survey as double) as z_survey,
    cast(contradiction.open_isf_category as integer) as open_isf_category,
    coalesce(
        declared.adverse_score = 0
        and (
            coalesce(contradiction.z_survey >= parameter.survey_flag_z, false)
            or coalesce(contradiction.open_isf_category >= parameter.assurance_gap_category, false)
        ),
        false
    ) as is_assurance_gap,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from declared
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('fct_indicator_risk') }} as learner
    on
        declared.wave_code = learner.wave_code
        and declared.provider_code = learner.provider_code
        and declared.profession_code = learner.profession_code
        and declared.learner_indicator_code = learner.indicator_code
left join contradiction
    on
        declared.wave_code = contradiction.wave_code
        and declared.provider_code = contradiction.provider_code
        and declared.profession_code = contradiction.profession_code
        and declared.domain_code = contradiction.domain_code
