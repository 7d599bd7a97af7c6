-- The whole country, by the verdict on its cell. Counts that cannot tell the counted share are left out of
-- the base: where they are few people, the base less that of the cell would tell their number.
with judged as (
    select
        report.*,
        case
            when {{ is_small_base('everybody.respondents - report.respondents') }} then 'suppressed'
            else {{ survey_status('verdict') }}
        end as status_code
    from {{ ref('rpt_national_indicator') }} as report
    {{ join_survey_verdict(
        'verdict', 'report', 'report.indicator_code', "'national'", "'ENGLAND'", "'all'", wave='wave'
    ) }}
    left join {{ ref('fct_survey_place') }} as everybody
        on
            report.wave = everybody.wave_code
            and report.indicator_code = everybody.indicator_code
            and everybody.place_level_code = 'national'
            and everybody.profession_code = 'all'
)

select
    wave,
    indicator_code,
    indicator_label,
    status_code,
    {{ unless("status_code <> 'shown'", 'respondents') }},
    {{ unless("status_code <> 'shown'", 'value_pct') }}
from judged
