-- What is it? Every survey count of a whole provider, region or country, and of each profession in the
-- country, is broken down by every characteristic and by university.
-- When does it matter? A breakdown that misses a place cannot fail to add up: it is not there to be added.
-- How to resolve: see int_survey_group_cell; a breakdown of survey_breakdowns() without grouping sets is
-- missing.
with breakdown as (
    {%- for breakdown in survey_breakdowns() %}
    select '{{ breakdown }}' as breakdown_code
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

expected as (
    select
        cell.*,
        breakdown.breakdown_code as missing_breakdown
    from {{ ref('int_survey_cell') }} as cell
    cross join breakdown
    where
        cell.breakdown_code = 'none'
        and cell.indicator_code <> 'learners'
        and (cell.profession_code = 'all' or cell.place_level_code = 'national')
)

select expected.*
from expected
left join {{ ref('int_survey_cell') }} as part
    on
        expected.wave_code = part.wave_code
        and expected.indicator_code = part.indicator_code
        and expected.place_level_code = part.place_level_code
        and expected.place_code = part.place_code
        and expected.profession_code = part.profession_code
        and expected.missing_breakdown = part.breakdown_code
where part.wave_code is null
