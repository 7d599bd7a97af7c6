-- What each survey item, the concern log and the self-assessment add to a cell's composite.
{{ risk_contribution(
    ref('int_survey_domain_item'), ref('int_survey_domain_score'), ref('int_domain_composite')
) }}
