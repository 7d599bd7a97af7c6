-- What is it? Too busy and too quiet together are the negative workload share, on one base.
-- When does it matter? The three are published side by side; readers add them up.
-- How to resolve: compare counted_options of the three indicators in seeds/indicator.csv.
select
    wave_code,
    provider_code,
    profession_code,
    max(case when indicator_code = 'workload_negative' then counted end) as negative,
    sum(case when indicator_code in ('workload_too_busy', 'workload_too_quiet') then counted end) as parts
from {{ ref('fct_survey_indicator') }}
where
    indicator_code in ('workload_negative', 'workload_too_busy', 'workload_too_quiet')
    and source_layout = 'responses'
group by wave_code, provider_code, profession_code
having
    max(case when indicator_code = 'workload_negative' then counted end)
    <> sum(case when indicator_code in ('workload_too_busy', 'workload_too_quiet') then counted end)
