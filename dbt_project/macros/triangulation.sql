{#- What moves between two cycles, in words; the definitions are governed in seeds/triangulation_movement.csv. -#}

{#- A governed number of seeds/triangulation_parameter.csv; empty, and so never reached, without its row. -#}
{% macro triangulation_parameter(name) -%}
(select max(case when parameter = '{{ name }}' then value end) from {{ ref('triangulation_parameter') }})
{%- endmacro %}

{#- Which way an adverse figure moved; empty figures cannot be compared. -#}
{% macro direction(change, least_change) -%}
case
        when {{ change }} is null then 'not_comparable'
        when {{ change }} >= {{ least_change }} then 'worsening'
        when {{ change }} <= -{{ least_change }} then 'improving'
        else 'unchanged'
    end
{%- endmacro %}

{#- Which way a cell's concerns moved: the highest open category decides, then how many were open. Where neither
    cycle has one on record nothing is compared: no concern on record is not evidence of quality. -#}
{% macro concern_direction(now, before, previous_wave) -%}
{%- set category_now = 'coalesce(' ~ now ~ '.open_isf_category, 0)' -%}
{%- set category_before = 'coalesce(' ~ before ~ '.open_isf_category, 0)' -%}
{%- set open_before = 'coalesce(' ~ before ~ '.concerns_open, 0)' -%}
case
        when {{ previous_wave }} is null then 'not_comparable'
        when {{ now }}.concerns_open = 0 and {{ open_before }} = 0 then 'not_comparable'
        when {{ category_now }} > {{ category_before }} then 'worsening'
        when {{ category_now }} < {{ category_before }} then 'improving'
        when {{ now }}.concerns_open > {{ open_before }} then 'worsening'
        when {{ now }}.concerns_open < {{ open_before }} then 'improving'
        else 'unchanged'
    end
{%- endmacro %}

{#- What a cell's signals of two neighbouring cycles make together. -#}
{% macro movement(now, before, previous_wave) -%}
case
        when {{ now }}.signal_code in ('hidden', 'no_evidence') then {{ now }}.signal_code
        when {{ previous_wave }} is null then 'not_comparable'
        when {{ now }}.signal_code = 'clear' and {{ before }}.signal_code = 'signal' then 'receding'
        when {{ now }}.signal_code = 'clear' and {{ before }}.signal_code = 'clear' then 'clear'
        when {{ now }}.signal_code = 'clear' then 'not_comparable'
        when {{ before }}.signal_code = 'clear' then 'emerging'
        when
            coalesce({{ before }}.signal_code, 'no_evidence') = 'no_evidence' and {{ now }}.concerns_new > 0
            then 'emerging'
        when coalesce({{ before }}.signal_code, 'no_evidence') <> 'signal' then 'not_comparable'
        when {{ now }}.open_isf_category > coalesce({{ before }}.open_isf_category, 0) then 'escalating'
        -- A hidden band has no place in an order, and neither has insufficient evidence: it is apart from low.
        when
            {{ now }}.band is not null and {{ before }}.band <> 'insufficient_evidence'
            and {{ band_order(now ~ '.band') }} > {{ band_order(before ~ '.band') }}
            then 'escalating'
        else 'continuing'
    end
{%- endmacro %}

{#- What one source of a published cell says: flagged, not_flagged, hidden or no_evidence. The rules of a flag are
    those of the scoring; a figure that is hidden there says "hidden" here, never "not flagged". -#}
{% macro survey_finding(cell) -%}
case
            when {{ cell }}.survey_status_code = 'suppressed' then 'hidden'
            when {{ cell }}.z_survey is null then 'no_evidence'
            when {{ cell }}.z_survey >= parameter.survey_flag_z then 'flagged'
            else 'not_flagged'
        end
{%- endmacro %}

{% macro concerns_finding(cell) -%}
case
            when {{ cell }}.exposure_status_code = 'suppressed' then 'hidden'
            when {{ cell }}.z_concerns is null then 'no_evidence'
            when {{ cell }}.concern_limit in ('above_95', 'above_998') then 'flagged'
            else 'not_flagged'
        end
{%- endmacro %}

{% macro self_assessment_finding(cell) -%}
case
            when {{ cell }}.declaration is null then 'no_evidence'
            when {{ cell }}.declaration = 'not_met' then 'flagged'
            else 'not_flagged'
        end
{%- endmacro %}

{#- What the sources of a cell make together. A signal is a flag, an open concern or a new one. -#}
{% macro signal() -%}
case
            when 'flagged' in (survey_finding, concerns_finding, self_assessment_finding) then 'signal'
            when open_isf_category >= {{ triangulation_parameter('emerging_min_category') }} then 'signal'
            when concerns_new > 0 then 'signal'
            when 'hidden' in (survey_finding, concerns_finding) then 'hidden'
            -- A log without concerns and a declaration of "met" are no evidence that all is well.
            when survey_finding = 'not_flagged' then 'clear'
            else 'no_evidence'
        end
{%- endmacro %}
