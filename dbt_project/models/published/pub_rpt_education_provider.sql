-- What learners of a university answer at a placement provider, beside the concerns about that provider: from
-- published tables only. Concerns name no university, so they are those of the provider as a whole.
{%- set headlines = ['overall_experience', 'supervision', 'recommend_work', 'bullying_experienced'] %}
with pair as (
    select
        wave_code,
        ukprn,
        provider_code,
        provider_key,
        {%- for indicator in headlines %}
        max(case when indicator_code = '{{ indicator }}' then respondents end) as {{ indicator }}_respondents,
        max(case when indicator_code = '{{ indicator }}' then value_pct end) as {{ indicator }}_pct,
        {%- endfor %}
        count(*) as indicators_shown
    from {{ ref('pub_fct_survey_education_provider') }}
    where provider_code <> 'all' and status_code = 'shown'
    group by wave_code, ukprn, provider_code, provider_key
),

known as (
    select max(month_end) as month_end
    from {{ ref('pub_fct_concern_month') }}
),

open_concern as (
    select
        concern.provider_code,
        state.month_end,
        count(*) as concerns_open,
        max(state.isf_category) as open_isf_category
    from {{ ref('pub_fct_concern_month') }} as state
    inner join {{ ref('pub_fct_concern') }} as concern on state.concern_id = concern.concern_id
    where state.is_open
    group by concern.provider_code, state.month_end
)

select
    pair.wave_code,
    pair.ukprn,
    university.education_provider_name,
    pair.provider_code,
    pair.provider_key,
    provider.provider_name,
    {%- for indicator in headlines %}
    pair.{{ indicator }}_respondents,
    pair.{{ indicator }}_pct,
    {%- endfor %}
    pair.indicators_shown,
    wave.cutoff_on as concerns_as_at,
    -- Beyond the last month of the log nothing is known; within it, no row means that nothing is open.
    case when wave.cutoff_on <= known.month_end then coalesce(open_concern.concerns_open, 0) end
        as concerns_open,
    open_concern.open_isf_category
from pair
inner join {{ ref('pub_dim_wave') }} as wave on pair.wave_code = wave.wave_code
inner join {{ ref('pub_dim_provider') }} as provider on pair.provider_key = provider.provider_key
inner join {{ ref('pub_dim_education_provider') }} as university on pair.ukprn = university.ukprn
cross join known
left join open_concern
    on pair.provider_code = open_concern.provider_code and wave.cutoff_on = open_concern.month_end
