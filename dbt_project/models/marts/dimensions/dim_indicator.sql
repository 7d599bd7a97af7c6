select
    indicator.indicator_code,
    indicator.question_code,
    question.scale_code,
    indicator.indicator_label,
    indicator.display_label,
    indicator.favourable_label,
    indicator.theme,
    indicator.polarity,
    indicator.counted_options,
    indicator.base_description,
    indicator.domain_code,
    indicator.is_scored,
    indicator.valid_from_year,
    indicator.valid_to_year,
    indicator.comparable_from_year
from {{ ref('indicator') }} as indicator
inner join {{ ref('question') }} as question on indicator.question_code = question.question_code
