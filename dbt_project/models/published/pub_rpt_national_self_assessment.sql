select
    cycle,
    question_code,
    question_label,
    answer_level,
    providers,
    answers,
    value_pct
from {{ ref('rpt_national_self_assessment') }}
