{#- Domains about which a wave asked anything that is scored, as a full SELECT; D4 never is. -#}
{% macro asked_domain() %}
select distinct
    wave.wave_code,
    indicator.domain_code
from {{ ref('dim_wave') }} as wave
inner join {{ ref('dim_indicator') }} as indicator
    on
        wave.wave_year >= indicator.valid_from_year
        and wave.wave_year <= coalesce(indicator.valid_to_year, 9999)
where indicator.is_scored
{% endmacro %}
