{#- P(Z > z) for a standard normal, accurate in the tail; neither DuckDB nor Spark has erf or a normal cdf.
    G. West, "Better approximations to cumulative normal functions" (2005), after Hart (1968).
    z must be a column or a literal: it is written out many times. -#}
{% macro normal_upper_tail(z) -%}
{%- set a = 'abs(' ~ z ~ ')' -%}
{%- set tail -%}
(case
    when {{ a }} < 7.07106781186547e0 then
        exp(-{{ z }} * {{ z }} / 2e0)
        * {{ horner(a, [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383,
                        6.37396220353165, 0.700383064443688, 0.0352624965998911]) }}
        / {{ horner(a, [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
                        86.7807322029461, 16.064177579207, 1.75566716318264, 0.0883883476483184]) }}
    else
        exp(-{{ z }} * {{ z }} / 2e0) / 2.506628274631e0
        / ({{ a }} + 1e0 / ({{ a }} + 2e0 / ({{ a }} + 3e0 / ({{ a }} + 4e0 / ({{ a }} + 0.65e0)))))
end)
{%- endset -%}
(case when {{ z }} >= 0 then {{ tail }} else 1e0 - {{ tail }} end)
{%- endmacro %}
