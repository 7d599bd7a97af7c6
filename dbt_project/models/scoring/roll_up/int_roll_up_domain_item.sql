-- The items that speak for a rolled-up cell.
{{ survey_domain_item(ref('int_roll_up_item_score'), roll_up_key()) }}
