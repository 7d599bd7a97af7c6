{#- What every scoring model shares: the keys of a cell, and the order of the bands. -#}

{#- Columns that name a cell. -#}
{% macro cell_key() %}
{{ return(['wave_code', 'provider_code', 'profession_code', 'domain_code']) }}
{% endmacro %}

{#- Columns that name a rolled-up cell: a place, a profession or all, a domain or all, by level. -#}
{% macro roll_up_key() %}
{{ return(['wave_code', 'score_level_code', 'place_code', 'profession_code', 'domain_code']) }}
{% endmacro %}

{#- What is left of a key without the columns that name who is compared: the units of a benchmark share it. -#}
{% macro group_of(key) %}
{{ return(key | reject('in', ['provider_code', 'place_code']) | list) }}
{% endmacro %}

{#- The same without profession and domain: the cells that are judged together in a cycle. -#}
{% macro family_of(key) %}
{{ return(group_of(key) | reject('in', ['profession_code', 'domain_code']) | list) }}
{% endmacro %}

{#- Columns of a relation as a list. -#}
{% macro columns_of(relation, key) -%}
{%- for column in key %}{{ relation }}.{{ column }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{#- The keys of two relations are the same; those of a cell, if no other is named. -#}
{% macro same_cell(one, other, key=none) -%}
{%- for column in key or cell_key() -%}
{{ one }}.{{ column }} = {{ other }}.{{ column }}{{ '\n        and ' if not loop.last }}
{%- endfor -%}
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
