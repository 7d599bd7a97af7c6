-- Hidden where either those who reported or those who did not are few: two shares with nested bases give the
-- rest.
select
    wave_code,
    topic_code,
    topic_label,
    {{ cell_status('smallest_base') }} as status_code,
    {{ suppress('experienced_respondents', 'smallest_base') }} as experienced_respondents,
    {{ suppress('reported_respondents', 'smallest_base') }} as reported_respondents,
    {{ suppress('dealt_pct_of_experienced', 'smallest_base') }} as dealt_pct_of_experienced,
    {{ suppress('dealt_pct_of_reported', 'smallest_base') }} as dealt_pct_of_reported
from {{ ref('rpt_national_dealt_with') }}
