select
    question_key,
    question_code,
    question_label,
    scale_code,
    base_question_codes,
    base_answer,
    options,
    favourable_options,
    base_options,
    valid_from_year,
    valid_to_year
from {{ ref('dim_question') }}
