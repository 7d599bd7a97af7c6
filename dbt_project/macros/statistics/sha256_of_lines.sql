{#- SHA-256, in hex, of one text line per row, lines ordered and joined by a line feed without a last one. -#}
{% macro sha256_of_lines(line, order_by) -%}
sha256(string_agg({{ line }}, chr(10) order by {{ order_by }}))
{%- endmacro %}
