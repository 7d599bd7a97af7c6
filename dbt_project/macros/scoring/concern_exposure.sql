{#- Concerns observed in a cell beside those expected, if its learners met concerns at the rate of their profession,
    as a full SELECT. `concern_cell` has one row per cell with the number of concerns, concerns_open. -#}
{% macro concern_exposure(concern_cell) %}
with exposed as (
    select
        cell.wave_code,
        cell.provider_code,
        cell.profession_code,
        cell.domain_code,
        cell.learners,
        coalesce(concern.concerns_open, 0) as observed
    from {{ ref('int_risk_cell') }} as cell
    left join {{ concern_cell }} as concern
        on {{ same_cell('cell', 'concern') }}
    where cell.learners > 0
),

expected as (
    select
        exposed.*,
        cast(exposed.learners as double)
        * sum(exposed.observed)
            over (partition by exposed.wave_code, exposed.profession_code, exposed.domain_code)
        / sum(exposed.learners)
            over (partition by exposed.wave_code, exposed.profession_code, exposed.domain_code)
            as expected
    from exposed
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    learners,
    observed,
    {{ reproducible('expected') }} as expected,
    -- The root of observed over expected has target 1 and standard error 1 / (2 sqrt(expected)).
    4e0 * expected as inverse_variance,
    {{ reproducible('2e0 * (sqrt(observed) - sqrt(expected))') }} as z_raw
from expected
{% endmacro %}
