{#- What every scoring model shares: the key of a cell and the order of the bands. -#}

{% macro same_cell(one, other) -%}
{{ one }}.wave_code = {{ other }}.wave_code
        and {{ one }}.provider_code = {{ other }}.provider_code
        and {{ one }}.profession_code = {{ other }}.profession_code
        and {{ one }}.domain_code = {{ other }}.domain_code
{%- endmacro %}

{#- The key of a survey item in a cell, whatever domain it counts for. -#}
{% macro same_item(one, other) -%}
{{ one }}.wave_code = {{ other }}.wave_code
        and {{ one }}.provider_code = {{ other }}.provider_code
        and {{ one }}.profession_code = {{ other }}.profession_code
        and {{ one }}.indicator_code = {{ other }}.indicator_code
{%- endmacro %}

{#- Unknown stands below low: a floor lifts either. -#}
{% macro band_order(band) -%}
case {{ band }}
    when 'training_suspended' then 5
    when 'elevated' then 4
    when 'risk' then 3
    when 'watch' then 2
    when 'no_evidence_of_risk' then 1
    else 0
end
{%- endmacro %}
