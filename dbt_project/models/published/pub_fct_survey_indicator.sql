-- Every figure of a cell rests on its respondents: below the threshold none of them is shown.
select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    indicator_code,
    {{ cell_status('respondents') }} as status_code,
    {{ suppress('respondents', 'respondents') }} as respondents,
    {{ suppress('favourable', 'respondents') }} as favourable,
    {{ suppress('counted', 'respondents') }} as counted,
    {{ suppress('value_pct', 'respondents') }} as value_pct,
    {{ suppress('favourable_pct', 'respondents') }} as favourable_pct,
    source_layout
from {{ ref('fct_survey_indicator') }}
