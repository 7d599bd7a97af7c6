{#- The bands of a cell: by its composite, by what stands open in the concern log, and the higher of both. They
    need the parameters under the name `parameter`. -#}

{#- The least a band may be for the concerns of a cell; rows without an open concern that counts are left out by
    the caller. -#}
{% macro floor_band(concern) -%}
case
        when {{ concern }}.open_isf_category >= parameter.floor_suspended_category then 'training_suspended'
        when {{ concern }}.open_isf_category >= parameter.floor_elevated_category then 'elevated'
        when {{ concern }}.open_isf_category >= parameter.floor_risk_category then 'risk'
        else 'watch'
    end
{%- endmacro %}

{#- Band of a composite. Without learners' answers a low one shows only that little is known. -#}
{% macro evident_band(z, has_survey) -%}
case
        when not {{ has_survey }} and {{ z }} < {{ summable('parameter.band_watch_z') }} then 'insufficient_evidence'
        else {{ risk_band(z) }}
    end
{%- endmacro %}

{#- The higher of a band and its floor. -#}
{% macro floored_band(band, floor) -%}
case when {{ band_order(floor) }} > {{ band_order(band) }} then {{ floor }} else {{ band }} end
{%- endmacro %}
