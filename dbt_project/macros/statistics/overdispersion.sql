{#- Additive overdispersion of z-scores by group (Spiegelhalter 2005; scoring method section 1), as a full
    SELECT: one row per group with units, phi, weight_spread (the divisor of the moments) and tau2.

    units       relation with one row per unit and columns z_raw and inverse_variance (1 / s squared)
    keys        list of the group's columns
    parameters  relation with the governed parameters, one row

    z is winsorised at the governed percentiles only here, for estimating. The percentiles interpolate
    linearly (R type 7, what quantile_cont does); they are taken from ranks because an aggregate's fraction
    must be a constant and ours is a governed value.
    phi is the mean square of the winsorised z divided by phi_consistency. Winsorising at 10/90 shrinks the
    mean square of standard normal z to .6787, so dividing by it gives phi 1, hence tau2 0, for data without
    overdispersion; the classical version, phi_consistency 1, leaves tau2 too small and over-flags. -#}
{% macro overdispersion(units, keys, parameters) %}
{%- set key = keys | join(', ') -%}
with ranked as (
    select
        {{ key }},
        z_raw,
        inverse_variance,
        row_number() over (partition by {{ key }} order by z_raw) as rank_in_group,
        count(*) over (partition by {{ key }}) as units
    from {{ units }}
),

positioned as (
    select
        ranked.*,
        (units - 1) * winsor_lower as lower_position,
        (units - 1) * winsor_upper as upper_position,
        phi_consistency
    from ranked
    cross join {{ parameters }}
),

bounded as (
    select
        {{ key }},
        z_raw,
        inverse_variance,
        units,
        phi_consistency,
        {{ value_at_position('z_raw', 'rank_in_group', 'lower_position', key) }} as lower_bound,
        {{ value_at_position('z_raw', 'rank_in_group', 'upper_position', key) }} as upper_bound
    from positioned
),

estimated as (
    select
        {{ key }},
        units,
        phi_consistency,
        {{ ordered_sum('power(least(greatest(z_raw, lower_bound), upper_bound), 2)') }}
        / (units * phi_consistency) as phi,
        sum(inverse_variance)
        - sum(power(inverse_variance, 2)) / sum(inverse_variance) as weight_spread
    from bounded
    group by {{ key }}, units, phi_consistency
)

select
    {{ key }},
    units,
    phi_consistency,
    {{ reproducible('phi') }} as phi,
    weight_spread,
    {{ reproducible(tau2_by_moments('units', 'phi', 'weight_spread')) }} as tau2
from estimated
{% endmacro %}

{#- Variance between units by moments. A group of one has no spread to estimate from: nothing is added to its
    variance. -#}
{% macro tau2_by_moments(units, phi, weight_spread) -%}
case
    when {{ units }} * {{ phi }} < {{ units }} - 1 or {{ weight_spread }} <= 0 then 0e0
    else greatest(0e0, ({{ units }} * {{ phi }} - ({{ units }} - 1)) / {{ weight_spread }})
end
{%- endmacro %}

{#- The value at a position (counted from 0, may lie between two ranks) of an ordered group. -#}
{% macro value_at_position(value, rank, position, key) -%}
(max(case when {{ rank }} = floor({{ position }}) + 1 then {{ value }} end) over (partition by {{ key }})
 * (1e0 - ({{ position }} - floor({{ position }})))
 + max(case when {{ rank }} = ceil({{ position }}) + 1 then {{ value }} end) over (partition by {{ key }})
 * ({{ position }} - floor({{ position }})))
{%- endmacro %}
