{#-
  Protected characteristics of a survey return, in the order of seeds/protected_characteristic.csv (a test compares
  the two). A macro because column names must be known when SQL is compiled, before the seed is loaded.
-#}
{% macro protected_characteristics() -%}
    {{ return([
        'age_band', 'disability', 'ethnicity', 'gender_reassignment', 'marital_status', 'religion', 'sex',
        'sexual_orientation',
    ]) }}
{%- endmacro %}

{#- What respondents are told apart by besides place and profession: each is a column of int_survey_respondent. -#}
{% macro survey_breakdowns() -%}
    {{ return(['education_provider'] + protected_characteristics()) }}
{%- endmacro %}

{#- Joins the list of groups once per characteristic, as group_of_<characteristic>. -#}
{% macro join_listed_groups(coded) -%}
{%- for characteristic in protected_characteristics() %}
left join {{ ref('characteristic_group') }} as group_of_{{ characteristic }}
    on
        group_of_{{ characteristic }}.characteristic_code = '{{ characteristic }}'
        and {{ coded }}.{{ characteristic }} = group_of_{{ characteristic }}.group_code
{%- endfor %}
{%- endmacro %}

{#-
  The group of a characteristic: the one on the list, not_stated for a blank. Only codes of the list go further, since
  what somebody typed may name a person.
-#}
{% macro listed_group(code, listed) -%}
case when {{ code }} is null then 'not_stated' else coalesce({{ listed }}.group_code, 'not_listed') end
{%- endmacro %}
