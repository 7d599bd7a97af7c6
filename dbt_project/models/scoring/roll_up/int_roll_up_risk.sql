-- Everything known of a rolled-up cell in one row. The false discovery rate is that of its level.
with band as ({{ domain_band(ref('int_roll_up_contribution'), roll_up_key()) }}),

lower_bound as ({{ domain_floor(ref('int_roll_up_concern_cell'), roll_up_key()) }})

select * from ({{ domain_risk(
    ref('int_roll_up_cell'),
    ref('int_roll_up_survey_score'),
    ref('int_roll_up_concern_score'),
    ref('int_roll_up_concern_cell'),
    ref('int_roll_up_self_assessment_score'),
    'band',
    'lower_bound',
    roll_up_key()
) }}) as risk
