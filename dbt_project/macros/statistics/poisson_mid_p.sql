{#- Upper mid-p of a Poisson count: P(X > o) + P(X = o) / 2 for X ~ Poisson(e), e > 0 and not above about 5.
    The tail is summed from o upwards, P(X = o) * (1/2 + e/(o+1) + e^2/((o+1)(o+2)) + ...), so that a small
    p keeps its digits; 36 terms leave nothing a double could show.
    Both arguments must be columns or literals. -#}
{% macro poisson_mid_p(observed, expected) -%}
{%- set ns = namespace(series='0e0') -%}
{%- for term in range(36, 0, -1) -%}
{%- set ns.series = expected ~ ' / (' ~ observed ~ ' + ' ~ term ~ ') * (1e0 + ' ~ ns.series ~ ')' -%}
{%- endfor -%}
(
    exp({{ observed }} * ln({{ expected }}) - {{ expected }} - lgamma({{ observed }} + 1))
    * (0.5e0 + {{ ns.series }})
)
{%- endmacro %}
