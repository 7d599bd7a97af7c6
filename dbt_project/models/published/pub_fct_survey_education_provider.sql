with judged as (
    select
        fact.*,
        {{ survey_status('verdict') }} as status_code
    from {{ ref('fct_survey_education_provider') }} as fact
    {{ join_survey_verdict(
        'verdict', 'fact', 'fact.indicator_code',
        "case when fact.provider_code = 'all' then 'national' else 'provider' end",
        "case when fact.provider_code = 'all' then 'ENGLAND' else fact.provider_code end",
        'fact.profession_code', "'education_provider'", 'fact.ukprn'
    ) }}
)

select
    wave_code,
    ukprn,
    provider_code,
    provider_key,
    profession_code,
    indicator_code,
    status_code,
    {{ shown_survey_figures() }}
from judged
