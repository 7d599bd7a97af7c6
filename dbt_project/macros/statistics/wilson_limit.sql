{#- Wilson score limits of a share x of n (E. B. Wilson, JASA 22, 1927), as a fraction; empty where n is empty or 0.
    `z` is the two-sided normal quantile. Arguments are columns or literals: they are written out many times. -#}
{% macro wilson_lower(x, n, z) -%}
(({{ wilson_centre(x, n, z) }}) - ({{ wilson_half_width(x, n, z) }}))
{%- endmacro %}

{% macro wilson_upper(x, n, z) -%}
(({{ wilson_centre(x, n, z) }}) + ({{ wilson_half_width(x, n, z) }}))
{%- endmacro %}

{% macro wilson_centre(x, n, z) -%}
({{ x }} + {{ z }} * {{ z }} / 2e0) / nullif({{ n }} + {{ z }} * {{ z }}, 0)
{%- endmacro %}

{% macro wilson_half_width(x, n, z) -%}
{{ z }} * sqrt(cast({{ x }} as double) * ({{ n }} - {{ x }}) / nullif({{ n }}, 0) + {{ z }} * {{ z }} / 4e0)
    / nullif({{ n }} + {{ z }} * {{ z }}, 0)
{%- endmacro %}
