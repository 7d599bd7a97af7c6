{#-
  What DuckDB and Spark spell differently, in one place: models call these and name no engine. Another engine is
  a second spelling here (`adapter.dispatch`), not a change of the models.
-#}

{#- One row per code of a list joined with semicolons; use it as a column of a select. -#}
{% macro unnest_codes(column) -%}
unnest(string_split({{ column }}, ';'))
{%- endmacro %}

{#- Whole days from one date to another. -#}
{% macro days_between(earlier, later) -%}
date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{#- Whether a date is a Saturday or a Sunday. -#}
{% macro is_weekend(date) -%}
isodow({{ date }}) >= 6
{%- endmacro %}

{#- Query of every day from one date to another, both included, as column date_day. -#}
{% macro date_spine(first_day, last_day) -%}
select cast(days.day_at as date) as date_day
from range(date '{{ first_day }}', date '{{ last_day }}' + interval 1 day, interval 1 day) as days (day_at)
{%- endmacro %}

{#- A row as JSON text, for rows that are kept only to be looked up. -#}
{% macro row_as_json(row_alias) -%}
cast(to_json({{ row_alias }}) as varchar)
{%- endmacro %}

{#- Text of one value of such a row, by the name of its column; null where the row has none. -#}
{% macro value_of_json(json_text, column_name) -%}
json_extract_string({{ json_text }}, '$.' || {{ column_name }})
{%- endmacro %}

{#- Codes of a group as a list joined with semicolons, in a stated order. -#}
{% macro list_codes(column, order_by) -%}
string_agg({{ column }}, ';' order by {{ order_by }})
{%- endmacro %}

{#- Text as a code: lower case, everything but letters and digits an underscore; null where nothing is left. -#}
{% macro code_of(text) -%}
nullif(trim(both '_' from regexp_replace(lower({{ text }}), '[^a-z0-9]+', '_', 'g')), '')
{%- endmacro %}

{#- The whole number that a text of hexadecimal digits stands for. -#}
{% macro number_of_hex(digits) -%}
cast(concat('0x', {{ digits }}) as bigint)
{%- endmacro %}
