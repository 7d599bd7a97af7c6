{#- The composite of every scored cell with its one-sided p, the false discovery rate of its family (the cells of a cycle,
    of a level where there are levels) and the raw band, as a full SELECT. `contribution` is what risk_contribution
    gives. -#}
{% macro domain_band(contribution, key=none) %}
{%- set key = key or cell_key() -%}
{%- set family = family_of(key) -%}
with composite as (
    select
        {{ key | join(', ') }},
        sum(contribution) as z_composite,
        bool_or(source = 'survey') as has_survey
    from {{ contribution }}
    group by {{ key | join(', ') }}
    -- Silent sources alone, a clean log or a declaration of "met", are no evidence either way.
    having bool_or(source = 'survey' or weight > 0)
),

tested as (
    select
        composite.*,
        {{ normal_upper_tail('z_composite') }} as p_value
    from composite
),

ranked as (
    select
        tested.*,
        count(*) over (partition by {{ columns_of('tested', family) }}) as tests,
        row_number()
            over (
                partition by {{ columns_of('tested', family) }}
                order by tested.p_value, {{ columns_of('tested', key) }}
            )
            as p_rank
    from tested
)

select
    {{ columns_of('ranked', key) }},
    ranked.z_composite,
    ranked.p_value,
    -- Benjamini-Hochberg: the smallest scaled p of this rank or any later one.
    least(1e0, min(ranked.p_value * (cast(ranked.tests as double) / ranked.p_rank)) over (
        partition by {{ columns_of('ranked', family) }} order by ranked.p_rank rows between current row and unbounded following
    )) as q_value,
    ranked.has_survey,
    {{ evident_band('ranked.z_composite', 'ranked.has_survey') }} as band_raw
from ranked
cross join {{ ref('int_scoring_parameter') }} as parameter
{% endmacro %}
