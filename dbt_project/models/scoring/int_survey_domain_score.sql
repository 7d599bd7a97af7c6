-- The survey's z of a cell: weighted sum of its items over the deviation it would have by chance.
{{ survey_domain_score(ref('int_survey_domain_item'), ref('int_item_correlation')) }}
