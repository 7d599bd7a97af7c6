{#-
  Survey counts of several parts added up. A sum with an unknown part is unknown: what the known ones add up to
  would be a share of too large a base.
-#}
{% macro survey_sums(part) -%}
cast(sum({{ part }}.respondents) as bigint) as respondents,
    case when count({{ part }}.favourable) = count(*) then cast(sum({{ part }}.favourable) as bigint) end as favourable,
    case when count({{ part }}.counted) = count(*) then cast(sum({{ part }}.counted) as bigint) end as counted
{%- endmacro %}

{#- Level and code of the place of a row that grouping sets have made: provider, else region, else the country. -#}
{% macro place_of(provider, region) -%}
case
        when grouping({{ provider }}) = 0 then 'provider'
        when grouping({{ region }}) = 0 then 'region'
        else 'national'
    end as place_level_code,
    case
        when grouping({{ provider }}) = 0 then {{ provider }}
        when grouping({{ region }}) = 0 then {{ region }}
        else 'ENGLAND'
    end as place_code
{%- endmacro %}
