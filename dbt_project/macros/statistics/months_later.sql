{#- The date a number of months after a date (before, if negative); the last day of a shorter month. -#}
{% macro months_later(date, months) -%}
cast({{ date }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}
