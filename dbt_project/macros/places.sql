{#-
  Rolling cells up to places. A cell carries the region and ICB of its provider as they were at the time; a row is
  then counted nationally, in its region and in its ICB, and beside each for all professions and domains together.
  Use the three together: columns, group by, having.
-#}

{#- Level and code of the place, profession and domain of a grouped row; 'all' where they were rolled up. -#}
{% macro place_columns() -%}
case
        when grouping(region_code) = 0 then 'region'
        when grouping(icb_code) = 0 then 'icb'
        else 'national'
    end as place_level_code,
    case
        when grouping(region_code) = 0 then region_code
        when grouping(icb_code) = 0 then icb_code
        else 'ENGLAND'
    end as place_code,
    case when grouping(profession_code) = 1 then 'all' else profession_code end as profession_code,
    case when grouping(domain_code) = 1 then 'all' else domain_code end as domain_code
{%- endmacro %}

{#- Every combination of place, profession or all, domain or all, within the period. -#}
{% macro grouped_by_place(period) -%}
group by
    {{ period }},
    grouping sets ((), (region_code), (icb_code)),
    cube (profession_code, domain_code)
-- A provider outside every region or ICB of the register counts nationally only.
having
    (grouping(region_code) = 1 or region_code is not null)
    and (grouping(icb_code) = 1 or icb_code is not null)
{%- endmacro %}

{#- The keys of a rolled-up row are those of another. -#}
{% macro same_place(one, other) -%}
{{ one }}.place_level_code = {{ other }}.place_level_code
        and {{ one }}.place_code = {{ other }}.place_code
        and {{ one }}.profession_code = {{ other }}.profession_code
        and {{ one }}.domain_code = {{ other }}.domain_code
{%- endmacro %}

{#- Rows of which a condition is known to hold; an empty one counts for neither side. -#}
{% macro count_where(condition) -%}
count(case when {{ condition }} then 1 end)
{%- endmacro %}

{#- Distinct concerns of which a condition is known to hold: a concern touches several professions and domains. -#}
{% macro count_concerns(condition) -%}
count(distinct case when {{ condition }} then concern_id end)
{%- endmacro %}
