{#- Byar's approximation to a Poisson confidence limit of a count (Breslow and Day 1987; the method of the
    public-health indicator guides for counts of ten and more). `z` is the two-sided normal quantile. -#}
{% macro byar_lower(observed, z) -%}
({{ observed }} * power(1e0 - 1e0 / (9e0 * {{ observed }}) - {{ z }} / (3e0 * sqrt({{ observed }})), 3))
{%- endmacro %}

{% macro byar_upper(observed, z) -%}
(({{ observed }} + 1)
 * power(1e0 - 1e0 / (9e0 * ({{ observed }} + 1)) + {{ z }} / (3e0 * sqrt({{ observed }} + 1)), 3))
{%- endmacro %}
