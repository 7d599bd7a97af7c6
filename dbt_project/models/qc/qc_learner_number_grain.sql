-- A total beside its own parts: summing both would count learners twice, and exposure with them.
select
    wave_code,
    provider_code,
    profession_code,
    sum(case when site_code = 'all' and learner_level_code = 'all' then learners else 0 end)
        as learners_in_total_row,
    sum(case when site_code <> 'all' or learner_level_code <> 'all' then learners else 0 end)
        as learners_in_part_rows
from {{ ref('fct_learner_numbers') }}
group by wave_code, provider_code, profession_code
having
    count(case when site_code = 'all' and learner_level_code = 'all' then 1 end) > 0
    and count(case when site_code <> 'all' or learner_level_code <> 'all' then 1 end) > 0
