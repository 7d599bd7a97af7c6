-- The governed parameters, and each end of each governed range with all others as governed: one row each.
-- A parameter that is to be varied must stand in this list, or its range would move nothing.
{% set varied = [
    'source_weight_survey', 'source_weight_concerns', 'source_weight_self_assessment', 'source_rho',
    'source_z_cap', 'item_rho_default', 'item_rho_shrinkage', 'phi_consistency', 'band_watch_z', 'band_risk_z',
    'band_elevated_z'
] %}
with tried as (
    select
        'governed' as alternative_code,
        cast(null as varchar) as parameter,
        cast(null as double) as value
    union all
    select
        concat(parameter, '_low') as alternative_code,
        parameter,
        low as value
    from {{ ref('scoring_sensitivity') }}
    union all
    select
        concat(parameter, '_high') as alternative_code,
        parameter,
        high as value
    from {{ ref('scoring_sensitivity') }}
)

select
    tried.alternative_code,
    tried.parameter,
    {%- for name in varied %}
    case when tried.parameter = '{{ name }}' then tried.value else governed.{{ name }} end as {{ name }},
    {%- endfor %}
    case tried.parameter
        {%- for name in varied %}
        when '{{ name }}' then governed.{{ name }}
        {%- endfor %}
    end as governed_value,
    tried.value as tried_value
from tried
cross join {{ ref('int_scoring_parameter') }} as governed
