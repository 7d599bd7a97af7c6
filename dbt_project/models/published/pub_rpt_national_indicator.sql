-- The whole country: large bases, but the same rule.
select
    wave,
    indicator_code,
    indicator_label,
    {{ cell_status('respondents') }} as status_code,
    {{ suppress('respondents', 'respondents') }} as respondents,
    {{ suppress('value_pct', 'respondents') }} as value_pct
from {{ ref('rpt_national_indicator') }}
