{#- A number from 0 up to 1 that looks drawn at random and is the same in every build, from a row's key: the first
    48 bits of a hash of it over 2^48. -#}
{% macro pseudo_random(columns) -%}
{{ number_of_hex('substr(sha256(concat_ws(\'|\', ' ~ columns | join(', ') ~ ')), 1, 12)') }} / 281474976710656e0
{%- endmacro %}
