{#- Overdispersion of concern counts by cycle, over the cells with enough expected, as a full SELECT. `exposure` is
    what the macro concern_exposure gives. -#}
{% macro concern_overdispersion(exposure, key=none) %}
{%- set family = family_of(key or cell_key()) -%}
with unit as (
    select
        {{ columns_of('exposure', family) }},
        exposure.z_raw,
        exposure.inverse_variance
    from {{ exposure }} as exposure
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where exposure.expected >= parameter.concern_min_expected
)

select * from ({{ overdispersion('unit', family, ref('int_scoring_parameter')) }}) as spread
{% endmacro %}
