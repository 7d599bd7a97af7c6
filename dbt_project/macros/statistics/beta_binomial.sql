{#- Empirical Bayes estimates of shares: beta-binomial by moments (scoring method section 7; Kleinman, JASA 68, 1973). -#}

{#- Prior of each group, as a full SELECT: units, share p, gamma and prior_size M = 1 / gamma - 1.

    units  relation with one row per unit and the columns adverse and respondents, both doubles
    keys   list of the group's columns

    gamma is the correlation of two answers of one unit, 0 where units differ by chance alone (M is then without
    bound, and empty) and kept below 1. -#}
{% macro beta_binomial_prior(units, keys) %}
{%- set key = keys | join(', ') -%}
with shared as (
    select
        {{ key }},
        adverse,
        respondents,
        sum(adverse) over (partition by {{ key }}) / sum(respondents) over (partition by {{ key }}) as share
    from {{ units }}
),

summed as (
    select
        {{ key }},
        share,
        count(*) as units,
        sum(respondents) as respondents,
        sum(respondents) - sum(power(respondents, 2)) / sum(respondents) - (count(*) - 1) as weight_spread,
        {{ ordered_sum('respondents * power(adverse / respondents - share, 2)') }} as squares
    from shared
    group by {{ key }}, share
),

estimated as (
    select
        summed.*,
        case
            when share <= 0 or share >= 1 or weight_spread <= 0 then 0e0
            else least(
                0.999999999e0,
                greatest(0e0, (squares / (share * (1e0 - share)) - (units - 1)) / weight_spread)
            )
        end as gamma
    from summed
)

select
    {{ key }},
    units,
    share,
    {{ reproducible('gamma') }} as gamma,
    1e0 / nullif(gamma, 0) - 1e0 as prior_size
from estimated
{% endmacro %}

{#- Posterior mean (x + p M) / (n + M), written in gamma so that it holds where M is without bound. -#}
{% macro beta_binomial_mean(adverse, respondents, share, gamma) -%}
(({{ adverse }} * {{ gamma }} + {{ share }} * (1e0 - {{ gamma }}))
    / ({{ respondents }} * {{ gamma }} + 1e0 - {{ gamma }}))
{%- endmacro %}
