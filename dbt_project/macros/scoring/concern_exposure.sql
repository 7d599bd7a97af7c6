{#- Concerns observed in a cell beside those expected, if its learners met concerns at the rate of their profession,
    as a full SELECT. `concern_cell` has one row per cell with the number of concerns, concerns_open; `cells` has the
    learners of each. -#}
{% macro concern_exposure(concern_cell, cells=none, key=none) %}
{%- set key = key or cell_key() -%}
with exposed as (
    select
        {{ columns_of('cell', key) }},
        cell.learners,
        coalesce(concern.concerns_open, 0) as observed
    from {{ cells or ref('int_risk_cell') }} as cell
    left join {{ concern_cell }} as concern
        on {{ same_cell('cell', 'concern', key) }}
    where cell.learners > 0
),

expected as (
    select
        exposed.*,
        cast(exposed.learners as double)
        * sum(exposed.observed)
            over (partition by {{ columns_of('exposed', group_of(key)) }})
        / sum(exposed.learners)
            over (partition by {{ columns_of('exposed', group_of(key)) }})
            as expected
    from exposed
)

select
    {{ key | join(', ') }},
    learners,
    observed,
    {{ reproducible('expected') }} as expected,
    -- The root of observed over expected has target 1 and standard error 1 / (2 sqrt(expected)).
    4e0 * expected as inverse_variance,
    {{ reproducible('2e0 * (sqrt(observed) - sqrt(expected))') }} as z_raw
from expected
{% endmacro %}
