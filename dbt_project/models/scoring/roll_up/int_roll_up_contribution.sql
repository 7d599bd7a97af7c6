-- What each survey item, the concern log and the self-assessment add to the composite of a rolled-up cell.
with composite as ({{ domain_composite(
    ref('int_roll_up_concern_score'),
    ref('int_roll_up_self_assessment_score'),
    ref('int_roll_up_survey_score'),
    ref('int_roll_up_cell'),
    roll_up_key()
) }})

select * from ({{ risk_contribution(
    ref('int_roll_up_domain_item'), ref('int_roll_up_survey_score'), 'composite', roll_up_key()
) }}) as contribution
