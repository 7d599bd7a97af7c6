-- What is it? Counted and favourable respondents never outnumber the base.
-- When does it matter? A share above 100 % means that a base was taken from the wrong question.
-- How to resolve: compare int_survey_question_base with int_survey_option_count for the cell.
select *
from {{ ref('fct_survey_indicator') }}
where
    respondents < 0
    or counted < 0
    or favourable < 0
    or counted > respondents
    or favourable > respondents
