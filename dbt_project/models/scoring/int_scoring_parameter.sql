-- The governed parameters as one row, one column each. Add a parameter here when the seed gains one.
{% set parameters = [
    'method_version', 'winsor_lower', 'winsor_upper', 'phi_consistency', 'min_respondents_scored',
    'min_respondents_full', 'min_respondents_nested', 'min_respondents_spread', 'min_benchmark_units', 'min_correlation_units', 'item_rho_default',
    'item_rho_floor', 'item_rho_shrinkage', 'item_weight', 'source_z_cap', 'source_weight_survey',
    'source_weight_concerns', 'source_weight_self_assessment', 'source_rho', 'self_assessment_flag_z',
    'survey_flag_z', 'band_elevated_z', 'band_risk_z', 'band_watch_z', 'false_discovery_rate',
    'concern_window_months', 'concern_min_category', 'concern_exact_below', 'concern_min_expected',
    'limit_95_z', 'limit_998_z', 'floor_watch_category', 'floor_watch_months', 'floor_risk_category',
    'floor_elevated_category', 'floor_suspended_category', 'escalation_min_sources',
    'escalation_category', 'assurance_gap_category', 'persistence_cycles',
    'deescalation_clean_cycles', 'deescalation_improving_sources'
] %}
select
    {% for parameter in parameters -%}
    max(case when parameter = '{{ parameter }}' then cast(value as double) end) as {{ parameter }},
    {% endfor -%}
    {{ sha256_of_lines("parameter || '=' || value", 'parameter') }} as parameter_hash
from {{ ref('scoring_parameter') }}
