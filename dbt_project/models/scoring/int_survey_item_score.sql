-- One adjusted z per survey item and unit, against its profession or, where too few are in it, all of them.
{{ survey_item_score(
    ref('int_survey_item_unit'),
    ref('int_survey_item_overdispersion'),
    ['wave_code', 'provider_code', 'profession_code', 'indicator_code'],
    ['wave_code', 'indicator_code', 'benchmark', 'benchmark_group']
) }}
