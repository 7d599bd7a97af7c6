{#- Variance-stabilising transformation of a share; its standard error is 1 / (2 sqrt(n)) whatever the share.
    A mean of shares may leave [0, 1] by a rounding error, where asin has no value. -#}
{% macro arcsine_root(share) -%}asin(sqrt(least(1e0, greatest(0e0, {{ share }})))){%- endmacro %}
