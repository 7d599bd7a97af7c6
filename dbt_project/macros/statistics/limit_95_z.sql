{#- Two-sided 95 % normal quantile as governed in seeds/scoring_parameter.csv, for models that read published tables
    and nothing else. -#}
{% macro limit_95_z() -%}
(select max(case when parameter = 'limit_95_z' then cast(value as double) end) from {{ ref('scoring_parameter') }})
{%- endmacro %}
