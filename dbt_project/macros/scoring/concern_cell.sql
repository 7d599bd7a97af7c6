{#- Concerns of a cell: how many touch it, and what is open on the cut-off date, as columns of a grouped SELECT over
    rows of int_concern_cycle, each concern once in its cell. -#}
{% macro concern_figures(concern) -%}
count(*) as concerns_open,
    max({{ concern }}.open_isf_category) as open_isf_category,
    bool_or({{ concern }}.is_long_open) as has_long_open_concern,
    bool_or(coalesce({{ concern }}.is_open_patient_safety, false)) as has_open_patient_safety,
    bool_or({{ concern }}.is_open_at_cutoff and {{ concern }}.has_open_obligation) as has_open_obligation,
    bool_or({{ concern }}.is_open_at_cutoff and {{ concern }}.plan_agreed_on is null) as has_concern_without_plan,
    max(case when {{ concern }}.is_open_at_cutoff then {{ concern }}.plan_agreed_on end) as last_plan_agreed_on
{%- endmacro %}
