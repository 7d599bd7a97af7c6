{#- Empirical Bayes estimate of a rate, observed over expected: gamma-Poisson by moments, the estimator of R. J. Marshall,
    Applied Statistics 40 (1991); scoring method section 7. -#}

{#- Variance of the true rates of a group beyond chance, not below 0: with m = sum O / sum E and k units,
    sum E (O/E - m)^2 / sum E - m / (sum E / k). The squares are of numbers summed by the caller:
    `squares` is sum O^2 / E. -#}
{% macro gamma_poisson_variance(observed, expected, squares, units) -%}
greatest(
    0e0,
    {{ squares }} / {{ expected }} - power({{ observed }} / {{ expected }}, 2)
    - {{ observed }} * {{ units }} / power({{ expected }}, 2)
)
{%- endmacro %}
