-- The waves that are scored: those with survey results or learner numbers. A wave is a cycle.
with wave_with_data as (
    select wave_code
    from {{ ref('fct_survey_indicator') }}
    where respondents > 0
    union distinct
    select wave_code
    from {{ ref('fct_learner_numbers') }}
    where learners > 0
)

select
    wave.wave_code,
    wave.wave_year,
    wave.cutoff_on,
    {{ months_later('wave.cutoff_on', '-parameter.concern_window_months') }} as window_opens_after,
    row_number() over (order by wave.wave_order) as cycle_number
from {{ ref('dim_wave') }} as wave
inner join wave_with_data on wave.wave_code = wave_with_data.wave_code
cross join {{ ref('int_scoring_parameter') }} as parameter
