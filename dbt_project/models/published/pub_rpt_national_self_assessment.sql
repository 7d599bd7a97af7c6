select
    cycle,
    question_code,
    question_label,
    answer_level,
    providers,
    answers,
    value_pct,
    published_pct,
    difference
from {{ ref('rpt_national_self_assessment') }}
