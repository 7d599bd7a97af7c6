{#- A number from 0 up to 1 that looks drawn at random and is the same in every build, from a row's key. -#}
{% macro pseudo_random(columns) -%}
cast(concat('0x', substr(sha256(concat_ws('|', {{ columns | join(', ') }})), 1, 12)) as bigint) / 281474976710656e0
{%- endmacro %}
