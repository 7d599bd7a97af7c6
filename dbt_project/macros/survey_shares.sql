{#-
  Shares of a survey count with their 95 % interval (Wilson), in per cent; empty where the base is nobody or the
  count is not known. Every survey table has the same columns from here.
-#}
{% macro survey_shares(part, z) -%}
case when {{ part }}.respondents > 0 then 100.0 * cast({{ part }}.counted as double) / {{ part }}.respondents end
        as value_pct,
    case when {{ part }}.respondents > 0 then 100.0 * cast({{ part }}.favourable as double) / {{ part }}.respondents end
        as favourable_pct,
    100e0 * {{ wilson_lower(part ~ '.counted', "nullif(" ~ part ~ ".respondents, 0)", z) }} as value_lower_95,
    100e0 * {{ wilson_upper(part ~ '.counted', "nullif(" ~ part ~ ".respondents, 0)", z) }} as value_upper_95
{%- endmacro %}
