{#- A polynomial in Horner form, coefficients from the constant upwards, as one double expression.
    Numbers are written with an exponent because a plain decimal literal is a DECIMAL in SQL, and DECIMAL
    products overflow. -#}
{% macro horner(x, coefficients) -%}
{%- set ns = namespace(expression='') -%}
{%- for c in coefficients | reverse -%}
{%- set literal = c | string if 'e' in (c | string) else (c | string) ~ 'e0' -%}
{%- set ns.expression = literal if loop.first else '(' ~ literal ~ ' + ' ~ x ~ ' * ' ~ ns.expression ~ ')' -%}
{%- endfor -%}
{{ ns.expression }}
{%- endmacro %}
