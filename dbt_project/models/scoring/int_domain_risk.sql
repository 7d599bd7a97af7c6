-- Everything known of a cell in one row: scores, floors, and which sources are flagged.
{{ domain_risk(
    ref('int_risk_cell'),
    ref('int_survey_domain_score'),
    ref('int_concern_score'),
    ref('int_concern_cell'),
    ref('int_self_assessment_score'),
    ref('int_domain_band'),
    ref('int_domain_floor')
) }}
