-- Overdispersion of every benchmark group of every survey item (scoring method section 1).
{{ survey_item_overdispersion(
    ref('int_survey_item_unit'), ['wave_code', 'indicator_code', 'benchmark', 'benchmark_group']
) }}
