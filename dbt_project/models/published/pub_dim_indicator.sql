select
    indicator_code,
    question_code,
    scale_code,
    indicator_label,
    display_label,
    favourable_label,
    theme,
    polarity,
    counted_options,
    base_description,
    domain_code,
    is_scored,
    valid_from_year,
    valid_to_year,
    comparable_from_year
from {{ ref('dim_indicator') }}
