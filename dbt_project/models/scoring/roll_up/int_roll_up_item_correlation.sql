-- Correlation of two survey items over the units of a level; of all domains, over all items.
{{ item_correlation(ref('int_roll_up_item_score'), roll_up_key()) }}
