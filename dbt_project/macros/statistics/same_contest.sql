{#- What a measure of the back-test is about: one predictor on one basis, over one set of cycles. -#}
{% macro same_contest(one, other) -%}
{{ one }}.wave_code = {{ other }}.wave_code
        and {{ one }}.scope_code = {{ other }}.scope_code
        and {{ one }}.basis_code = {{ other }}.basis_code
        and {{ one }}.predictor_code = {{ other }}.predictor_code
{%- endmacro %}
