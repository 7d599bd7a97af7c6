{#- Numbers that are the same in every build, whatever the order in which threads add them up. -#}

{#- A statistic, kept to twelve decimals: far below anything that matters, far above what a different order of
    addition moves. -#}
{% macro reproducible(x) -%}round({{ x }}, 12){%- endmacro %}

{#- Sum of doubles that does not depend on row order: added as decimals with fifteen places. -#}
{% macro ordered_sum(x) -%}cast(sum(cast({{ x }} as decimal(38, 15))) as double){%- endmacro %}

{#- A double on the grid of 2^-40 (about 1e-12). Such numbers, while their sum stays below 2^12, add up
    without any rounding in any order: that is how contributions sum exactly to the score. -#}
{% macro summable(x) -%}(round({{ x }} * 1099511627776e0) / 1099511627776e0){%- endmacro %}

{#- Sum of products of two values' distances from their means, independent of row order. -#}
{% macro centred_sum(x, y) -%}
({{ ordered_sum(x ~ ' * ' ~ y) }} - {{ ordered_sum(x) }} * {{ ordered_sum(y) }} / count(*))
{%- endmacro %}
