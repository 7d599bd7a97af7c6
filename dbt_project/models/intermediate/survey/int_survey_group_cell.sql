-- The groups of every place, and those of each profession in the whole country.
with breakdown as (
    {%- for breakdown in survey_breakdowns() %}
    select '{{ breakdown }}' as breakdown_code
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Of people known only as counts nothing else is known: under every breakdown they are not_stated.
counted_only as (
    select
        total.*,
        breakdown.breakdown_code,
        'not_stated' as group_code
    from {{ ref('int_survey_total') }} as total
    cross join breakdown
    where total.source_layout = 'aggregates'
),

provider_group as (
    select
        wave_code,
        question_code,
        indicator_code,
        provider_code,
        breakdown_code,
        group_code,
        respondents,
        favourable,
        counted
    from {{ ref('int_survey_group_count') }}
    where provider_code is not null

    union all

    select
        wave_code,
        question_code,
        indicator_code,
        provider_code,
        breakdown_code,
        group_code,
        respondents,
        favourable,
        counted
    from counted_only
),

profession_group as (
    select
        wave_code,
        question_code,
        indicator_code,
        profession_code,
        breakdown_code,
        group_code,
        respondents,
        favourable,
        counted
    from {{ ref('int_survey_group_count') }}
    where profession_code is not null

    union all

    select
        wave_code,
        question_code,
        indicator_code,
        profession_code,
        breakdown_code,
        group_code,
        respondents,
        favourable,
        counted
    from counted_only
)

select
    part.wave_code,
    part.question_code,
    part.indicator_code,
    {{ place_of('part.provider_code', 'place.region_code') }},
    place.region_code,
    'all' as profession_code,
    part.breakdown_code,
    part.group_code,
    {{ survey_sums('part') }}
from provider_group as part
left join {{ ref('int_survey_place') }} as place
    on part.wave_code = place.wave_code and part.provider_code = place.provider_code
group by
    part.wave_code, part.question_code, part.indicator_code, part.breakdown_code, part.group_code,
    grouping sets ((part.provider_code, place.region_code), (place.region_code), ())

union all

select
    part.wave_code,
    part.question_code,
    part.indicator_code,
    'national' as place_level_code,
    'ENGLAND' as place_code,
    cast(null as varchar) as region_code,
    part.profession_code,
    part.breakdown_code,
    part.group_code,
    {{ survey_sums('part') }}
from profession_group as part
group by
    part.wave_code, part.question_code, part.indicator_code, part.breakdown_code, part.group_code,
    part.profession_code
