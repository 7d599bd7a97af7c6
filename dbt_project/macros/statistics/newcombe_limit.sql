{#- Limits of the difference of two independent shares, one less the other, from the Wilson limits of each: the hybrid
    score interval, method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998). Share and limits on one scale. -#}
{% macro newcombe_lower(share, lower, other_share, other_upper) -%}
({{ share }} - {{ other_share }}
    - sqrt(power({{ share }} - {{ lower }}, 2) + power({{ other_upper }} - {{ other_share }}, 2)))
{%- endmacro %}

{% macro newcombe_upper(share, upper, other_share, other_lower) -%}
({{ share }} - {{ other_share }}
    + sqrt(power({{ upper }} - {{ share }}, 2) + power({{ other_share }} - {{ other_lower }}, 2)))
{%- endmacro %}
