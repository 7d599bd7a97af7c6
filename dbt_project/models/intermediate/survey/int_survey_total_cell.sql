-- Everybody of every place, by profession and in all.
select
    total.wave_code,
    total.question_code,
    total.indicator_code,
    {{ place_of('total.provider_code', 'place.region_code') }},
    place.region_code,
    coalesce(total.profession_code, 'all') as profession_code,
    {{ survey_sums('total') }}
from {{ ref('int_survey_total') }} as total
-- A left join: a count without a place must fail a test, not vanish.
left join {{ ref('int_survey_place') }} as place
    on total.wave_code = place.wave_code and total.provider_code = place.provider_code
group by grouping sets (
    (
        total.wave_code, total.question_code, total.indicator_code,
        total.provider_code, place.region_code, total.profession_code
    ),
    (total.wave_code, total.question_code, total.indicator_code, total.provider_code, place.region_code),
    (total.wave_code, total.question_code, total.indicator_code, place.region_code, total.profession_code),
    (total.wave_code, total.question_code, total.indicator_code, place.region_code),
    (total.wave_code, total.question_code, total.indicator_code, total.profession_code),
    (total.wave_code, total.question_code, total.indicator_code)
)
