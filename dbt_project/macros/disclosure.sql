{#-
  The disclosure rule, in one place. Every published model that shows figures about people uses these macros and
  no other way; the threshold is governed in seeds/disclosure_parameter.csv.
-#}

{#- Fewest people a published figure may rest on. Without the seed's row it is empty, and everything is hidden. -#}
{% macro disclosure_threshold() -%}
(select max(case when parameter = 'disclosure_threshold' then value end) from {{ ref('disclosure_parameter') }})
{%- endmacro %}

{#- The value where its base, a number of people, is large enough; otherwise nothing. -#}
{% macro suppress(value, base) -%}
case when {{ base }} >= {{ disclosure_threshold() }} then {{ value }} end
{%- endmacro %}

{#- Status of a cell by its base: a code of seeds/cell_status.csv. -#}
{% macro cell_status(base) -%}
case
        when {{ base }} is null then 'not_applicable'
        when {{ base }} = 0 then 'no_respondents'
        when {{ base }} >= {{ disclosure_threshold() }} then 'shown'
        else 'suppressed'
    end
{%- endmacro %}

{#- True where a base is known, not empty and too small: what it could lead back to must be hidden. -#}
{% macro is_small_base(base) -%}
(coalesce({{ base }}, 0) > 0 and not coalesce({{ base }} >= {{ disclosure_threshold() }}, false))
{%- endmacro %}

{#- First of the month: a day could single a person out. -#}
{% macro month_of(column) -%}
cast(date_trunc('month', {{ column }}) as date)
{%- endmacro %}

{#- Months from the month of one date to the month of another; the days within them play no part. -#}
{% macro months_between(earlier, later) -%}
cast(
        12 * (extract(year from {{ later }}) - extract(year from {{ earlier }}))
        + extract(month from {{ later }}) - extract(month from {{ earlier }})
        as bigint
    )
{%- endmacro %}

{#- The column under its own name, empty where the condition holds. -#}
{% macro unless(is_hidden, column) -%}
case when not ({{ is_hidden }}) then {{ column }} end as {{ column }}
{%- endmacro %}
