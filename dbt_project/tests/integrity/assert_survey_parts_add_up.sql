-- What is it? Survey counts add up: groups to everybody, professions to all, providers to their region and
-- regions to the country, for every wave and indicator.
-- When does it matter? Parts that do not add up say that somebody is counted twice or not at all, and
-- disclosure control, which reasons about sums, would protect the wrong numbers.
-- How to resolve: compare int_survey_total (everybody) with int_survey_group_count (groups) for the cell
-- named; an answer without a response or a place is the usual reason.
with cell as (
    select * from {{ ref('int_survey_cell') }}
),

whole as (
    select *
    from cell
    where breakdown_code = 'none'
),

summed as (
    select
        cell.wave_code,
        cell.indicator_code,
        cell.place_level_code,
        cell.place_code,
        cell.profession_code,
        cell.breakdown_code as added_up,
        {{ survey_sums('cell') }}
    from cell
    where cell.breakdown_code <> 'none'
    group by
        cell.wave_code,
        cell.indicator_code,
        cell.place_level_code,
        cell.place_code,
        cell.profession_code,
        cell.breakdown_code

    union all

    select
        part.wave_code,
        part.indicator_code,
        part.place_level_code,
        part.place_code,
        'all' as profession_code,
        'profession' as added_up,
        {{ survey_sums('part') }}
    from whole as part
    where part.profession_code <> 'all'
    group by part.wave_code, part.indicator_code, part.place_level_code, part.place_code

    union all

    select
        part.wave_code,
        part.indicator_code,
        'region' as place_level_code,
        part.region_code as place_code,
        part.profession_code,
        'provider' as added_up,
        {{ survey_sums('part') }}
    from whole as part
    where part.place_level_code = 'provider'
    group by part.wave_code, part.indicator_code, part.region_code, part.profession_code

    union all

    select
        part.wave_code,
        part.indicator_code,
        'national' as place_level_code,
        'ENGLAND' as place_code,
        part.profession_code,
        'region' as added_up,
        {{ survey_sums('part') }}
    from whole as part
    where part.place_level_code = 'region'
    group by part.wave_code, part.indicator_code, part.profession_code
)

select
    summed.*,
    whole.respondents as whole_respondents,
    whole.favourable as whole_favourable,
    whole.counted as whole_counted
from summed
left join whole
    on
        summed.wave_code = whole.wave_code
        and summed.indicator_code = whole.indicator_code
        and summed.place_level_code = whole.place_level_code
        and summed.place_code = whole.place_code
        and summed.profession_code = whole.profession_code
where
    summed.respondents is distinct from whole.respondents
    or summed.favourable is distinct from whole.favourable
    or summed.counted is distinct from whole.counted
