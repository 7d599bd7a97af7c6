{#- Concerns of an exposed cell as limits, flag and a one-sided z, as a full SELECT, from what the macros
    concern_exposure and concern_overdispersion give. -#}
{% macro concern_score(exposure_of_cells, overdispersion_of_cycles, key=none) %}
{%- set key = key or cell_key() -%}
with limited as (
    select
        {{ columns_of('exposure', key) }},
        exposure.learners,
        exposure.observed,
        exposure.expected,
        exposure.inverse_variance,
        spread.tau2,
        case
            when exposure.observed < parameter.concern_exact_below then exact.lower_95
            else {{ byar_lower('exposure.observed', 'parameter.limit_95_z') }}
        end as lower_95,
        case
            when exposure.observed < parameter.concern_exact_below then exact.upper_95
            else {{ byar_upper('exposure.observed', 'parameter.limit_95_z') }}
        end as upper_95,
        case
            when exposure.observed < parameter.concern_exact_below then exact.lower_998
            else {{ byar_lower('exposure.observed', 'parameter.limit_998_z') }}
        end as lower_998,
        case
            when exposure.observed < parameter.concern_exact_below then exact.upper_998
            else {{ byar_upper('exposure.observed', 'parameter.limit_998_z') }}
        end as upper_998,
        case
            when exposure.expected > 0 and exposure.expected < parameter.concern_min_expected
                then {{ poisson_mid_p('exposure.observed', 'exposure.expected') }}
        end as mid_p,
        exposure.expected >= parameter.concern_min_expected as is_root_scale
    from {{ exposure_of_cells }} as exposure
    cross join {{ ref('int_scoring_parameter') }} as parameter
    left join {{ ref('poisson_exact_limit') }} as exact on exposure.observed = exact.observed
    left join {{ overdispersion_of_cycles }} as spread on {{ same_cell('exposure', 'spread', family_of(key)) }}
),

scored as (
    select
        limited.*,
        case
            when limited.is_root_scale
                then
                    (sqrt(limited.observed / limited.expected) - 1e0)
                    / sqrt(1e0 / limited.inverse_variance + limited.tau2)
            -- Nobody in the profession has a concern: nothing was expected, nothing was seen.
            when limited.expected = 0 then 0e0
            -- Below the smallest double the tail is far beyond any cap.
            else -{{ normal_quantile('greatest(limited.mid_p, 1e-300)') }}
        end as z_two_sided
    from limited
)

select
    {{ key | join(', ') }},
    learners,
    observed as concerns_open,
    expected as concerns_expected,
    lower_95,
    upper_95,
    lower_998,
    upper_998,
    case
        when lower_998 > expected then 'above_998'
        when lower_95 > expected then 'above_95'
        else 'within'
    end as concern_limit,
    case when is_root_scale then 'square_root' else 'mid_p' end as z_method,
    mid_p,
    tau2,
    -- Fewer concerns than expected earn no credit: silence is not good news.
    {{ reproducible('greatest(0e0, z_two_sided)') }} as z_concerns
from scored
{% endmacro %}
