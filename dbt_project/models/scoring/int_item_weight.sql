-- Survey items whose weight differs from the default: rows item_weight.<indicator_code> of the parameters.
select
    substr(parameter, length('item_weight.') + 1) as indicator_code,
    cast(value as double) as weight
from {{ ref('scoring_parameter') }}
where parameter like 'item_weight.%'
