-- Hidden where either those who reported or those who did not are few: two shares with nested bases give the
-- rest. Hidden as well where the national figure is, or where few answers were counted elsewhere:
-- rpt_national_indicator holds those too and would tell them.
with judged as (
    select
        report.*,
        case
            when {{ is_small_base('national.respondents - report.experienced_respondents') }}
                then 'suppressed'
            when coalesce(national.status_code, 'suppressed') <> 'shown' then 'suppressed'
            else {{ cell_status('report.smallest_base') }}
        end as status_code
    from {{ ref('rpt_national_dealt_with') }} as report
    left join {{ ref('pub_rpt_national_indicator') }} as national
        on report.wave_code = national.wave and report.dealt_question_code = national.indicator_code
)

select
    wave_code,
    topic_code,
    topic_label,
    status_code,
    {{ unless("status_code <> 'shown'", 'experienced_respondents') }},
    {{ unless("status_code <> 'shown'", 'reported_respondents') }},
    {{ unless("status_code <> 'shown'", 'dealt_pct_of_experienced') }},
    {{ unless("status_code <> 'shown'", 'dealt_pct_of_reported') }}
from judged
