-- The whole country: large bases, but the same rule.
select
    wave,
    indicator_code,
    indicator_label,
    {{ cell_status('respondents') }} as status_code,
    {{ suppress('respondents', 'respondents') }} as respondents,
    {{ suppress('value_pct', 'respondents') }} as value_pct,
    published_pct,
    comparator,
    {{ suppress('difference', 'respondents') }} as difference,
    {{ suppress('within_tolerance', 'respondents') }} as within_tolerance,
    share_of,
    source_page
from {{ ref('rpt_national_indicator') }}
