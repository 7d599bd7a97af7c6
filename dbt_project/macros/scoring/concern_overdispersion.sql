{#- Overdispersion of concern counts by cycle, over the cells with enough expected, as a full SELECT. `exposure` is
    what the macro concern_exposure gives. -#}
{% macro concern_overdispersion(exposure) %}
with unit as (
    select
        exposure.wave_code,
        exposure.z_raw,
        exposure.inverse_variance
    from {{ exposure }} as exposure
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where exposure.expected >= parameter.concern_min_expected
)

select * from ({{ overdispersion('unit', ['wave_code'], ref('int_scoring_parameter')) }}) as spread
{% endmacro %}
