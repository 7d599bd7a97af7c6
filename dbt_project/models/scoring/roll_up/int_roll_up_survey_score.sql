-- The survey's z of a rolled-up cell.
{{ survey_domain_score(ref('int_roll_up_domain_item'), ref('int_roll_up_item_correlation'), roll_up_key()) }}
