{% set hidden = "status_code <> 'shown'" -%}
-- Every figure of a cell is shown or none: each of them tells about the same few people.
with judged as (
    select
        fact.*,
        {{ survey_status('verdict') }} as status_code,
        -- A tenth of a point: an exact estimate would give back the sums of its group, hidden cells included.
        round(estimate.estimate_pct, 1) as estimate_pct,
        round(estimate.estimate_lower_95, 1) as estimate_lower_95,
        round(estimate.estimate_upper_95, 1) as estimate_upper_95,
        round(estimate.below_benchmark_probability, 3) as below_benchmark_probability,
        estimate.colour_code
    from {{ ref('fct_survey_indicator') }} as fact
    {{ join_survey_verdict(
        'verdict', 'fact', 'fact.indicator_code', "'provider'", 'fact.provider_code', 'fact.profession_code'
    ) }}
    left join {{ ref('fct_survey_estimate') }} as estimate on {{ same_item('fact', 'estimate') }}
)

select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    indicator_code,
    status_code,
    {{ shown_survey_figures() }},
    {{ unless(hidden, 'estimate_pct') }},
    {{ unless(hidden, 'estimate_lower_95') }},
    {{ unless(hidden, 'estimate_upper_95') }},
    {{ unless(hidden, 'below_benchmark_probability') }},
    {{ unless(hidden, 'colour_code') }},
    source_layout
from judged
