{#- A number of seeds/concern_parameter.csv. -#}
{% macro concern_parameter(name) -%}
(select max(case when parameter = '{{ name }}' then value end) from {{ ref('concern_parameter') }})
{%- endmacro %}
