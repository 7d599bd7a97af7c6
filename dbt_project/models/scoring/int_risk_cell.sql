-- Every cell a score could stand in: each provider and profession of which a cycle knows anything, by domain.
with known as (
    select
        wave_code,
        provider_code,
        profession_code,
        0 as learners,
        0 as respondents
    from {{ ref('fct_survey_indicator') }}
    where respondents > 0

    union all

    select
        wave_code,
        provider_code,
        profession_code,
        0 as learners,
        respondents
    from {{ ref('int_survey_total') }}
    where indicator_code = 'survey_response'

    union all

    select
        wave_code,
        provider_code,
        profession_code,
        learners,
        0 as respondents
    from {{ ref('fct_learner_numbers') }}
    where learners > 0

    union all

    select
        wave_code,
        provider_code,
        profession_code,
        0 as learners,
        0 as respondents
    from {{ ref('int_concern_cell') }}

    union all

    select
        cycle.wave_code,
        answer.provider_code,
        answer.profession_code,
        0 as learners,
        0 as respondents
    from {{ ref('fct_self_assessment') }} as answer
    inner join {{ ref('int_scoring_cycle') }} as cycle on cast(answer.cycle as integer) = cycle.wave_year
    where answer.profession_code <> 'all' and answer.is_current and answer.is_signed_off
),

place as (
    select
        wave_code,
        provider_code,
        profession_code,
        cast(nullif(sum(learners), 0) as bigint) as learners,
        cast(sum(respondents) as bigint) as respondents
    from known
    group by wave_code, provider_code, profession_code
)

select
    place.wave_code,
    cycle.wave_year,
    cycle.cycle_number,
    cycle.cutoff_on,
    place.provider_code,
    provider.provider_key,
    place.profession_code,
    domain.domain_code,
    place.learners,
    place.respondents
from place
inner join {{ ref('int_scoring_cycle') }} as cycle on place.wave_code = cycle.wave_code
cross join {{ ref('dim_eqf_domain') }} as domain
-- The provider as it was at the wave.
left join {{ ref('int_provider_at_wave') }} as provider
    on place.wave_code = provider.wave_code and place.provider_code = provider.provider_code
