{#-
  What disclosure control says about survey cells (dsc_survey_cell), in one place: a published survey figure asks
  here and no other way.
-#}

{#- Joins the verdict on a row of a survey fact; arguments after the aliases are SQL, of the
    cell's key; `wave` is the fact's column of it. -#}
{% macro join_survey_verdict(
    verdict, fact, indicator, place_level, place, profession, breakdown="'none'", group="'all'",
    wave='wave_code'
) -%}
left join {{ ref('dsc_survey_cell') }} as {{ verdict }}
    on
        {{ fact }}.{{ wave }} = {{ verdict }}.wave_code
        and {{ indicator }} = {{ verdict }}.indicator_code
        and {{ place_level }} = {{ verdict }}.place_level_code
        and {{ place }} = {{ verdict }}.place_code
        and {{ profession }} = {{ verdict }}.profession_code
        and {{ breakdown }} = {{ verdict }}.breakdown_code
        and {{ group }} = {{ verdict }}.group_code
{%- endmacro %}

{#- Status of the joined row. A figure about which nothing was decided is hidden, as without a threshold. -#}
{% macro survey_status(verdict) -%}
coalesce({{ verdict }}.status_code, 'suppressed')
{%- endmacro %}

{#- The figures of a survey fact, empty unless its status is shown. -#}
{% macro shown_survey_figures() -%}
{%- set hidden = "status_code <> 'shown'" -%}
{{ unless(hidden, 'respondents') }},
    {{ unless(hidden, 'favourable') }},
    {{ unless(hidden, 'counted') }},
    {{ unless(hidden, 'value_pct') }},
    {{ unless(hidden, 'favourable_pct') }},
    {{ unless(hidden, 'value_lower_95') }},
    {{ unless(hidden, 'value_upper_95') }}
{%- endmacro %}
