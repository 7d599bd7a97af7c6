-- Overdispersion of every benchmark group of every survey item (scoring method section 1).
{{ overdispersion(
    ref('int_survey_item_unit'),
    ['wave_code', 'indicator_code', 'benchmark', 'benchmark_group'],
    ref('int_scoring_parameter')
) }}
