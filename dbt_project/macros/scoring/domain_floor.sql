{#- The least a cell's band may be for what stands open in the concern log, whatever the survey says, as a full SELECT.
    `concern_cell` has the figures of the macro concern_figures. -#}
{% macro domain_floor(concern_cell, key=none) %}
select
    {{ columns_of('concern', key or cell_key()) }},
    {{ floor_band('concern') }} as floor_band,
    case
        when concern.open_isf_category >= parameter.floor_risk_category
            then concat('open ISF ', cast(cast(concern.open_isf_category as integer) as varchar), ' concern')
        else concat(
            'ISF ',
            cast(cast(parameter.floor_watch_category as integer) as varchar),
            ' concern open longer than ',
            cast(cast(parameter.floor_watch_months as integer) as varchar), ' months'
        )
    end as floor_reason
from {{ concern_cell }} as concern
cross join {{ ref('int_scoring_parameter') }} as parameter
where concern.open_isf_category >= parameter.floor_risk_category or concern.has_long_open_concern
{% endmacro %}
