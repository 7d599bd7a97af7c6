{#- Parts of the composite of correlated z-scores, sum(w z) / sqrt(w' R w). -#}

{#- sqrt(w' R w) of the named sources, whose weights are columns <source>_weight and whose correlation with
    each other is one column. Only the ratio of the weights matters: they need not add up to one. -#}
{% macro combined_deviation(sources, rho) -%}
sqrt(
{%- for one in sources -%}
{%- for other in sources -%}
{{ one }}_weight * {{ other }}_weight{{ ' * ' ~ rho if one != other }}{{ ' + ' if not loop.last }}
{%- endfor -%}
{{ ' + ' if not loop.last }}
{%- endfor -%}
)
{%- endmacro %}

{#- w z summed over the named sources. -#}
{% macro combined_sum(sources) -%}
({%- for source in sources -%}
{{ source }}_weight * {{ source }}{{ ' + ' if not loop.last }}
{%- endfor -%})
{%- endmacro %}

{#- Whether a set of sources may make up the composite: each speaks, a one-sided source by a z above zero, and
    the survey is never left out where there is one. -#}
{% macro sources_speak(sources) -%}
{%- for source in sources -%}
{{ source }} {{ 'is not null' if source == 'survey' else '> 0' }}{{ ' and ' if not loop.last }}
{%- endfor -%}
{{ ' and survey is null' if 'survey' not in sources }}
{%- endmacro %}

{#- The composite of each set of sources, empty where the set does not speak, as arguments of `greatest`. -#}
{% macro set_composites(source_sets, rho) -%}
{%- for sources in source_sets -%}
case when {{ sources_speak(sources) }} then {{ combined_sum(sources) }} / {{ combined_deviation(sources, rho) }} end
{{- ', ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{#- What a source's z is multiplied by in the chosen set: w / sqrt(w' R w), or 0 outside the set. -#}
{% macro multiplier(chosen, source) -%}
case
    when {{ chosen }}.has_{{ source }}
        then {{ reproducible(chosen ~ '.' ~ source ~ '_weight / ' ~ chosen ~ '.deviation') }}
    else 0e0
end
{%- endmacro %}

{#- A source's z within the governed cap; null stays null. Needs the parameters as `parameter`. -#}
{% macro capped(z) -%}
case
    when {{ z }} is not null then least(parameter.source_z_cap, greatest(-parameter.source_z_cap, {{ z }}))
end
{%- endmacro %}

{#- The band a composite falls in. Needs the parameters under the name `parameter`. A composite lies on the grid of
    `summable`, so the bounds are put on it too: a source that stands exactly at a bound is not pushed below it. -#}
{% macro risk_band(z) -%}
case
    when {{ z }} >= {{ summable('parameter.band_elevated_z') }} then 'elevated'
    when {{ z }} >= {{ summable('parameter.band_risk_z') }} then 'risk'
    when {{ z }} >= {{ summable('parameter.band_watch_z') }} then 'watch'
    when {{ z }} is not null then 'no_evidence_of_risk'
    else 'insufficient_evidence'
end
{%- endmacro %}
