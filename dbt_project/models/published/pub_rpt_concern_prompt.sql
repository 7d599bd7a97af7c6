select
    concern_id,
    provider_code,
    provider_key,
    current_isf_category,
    is_open,
    prompt_code,
    prompt_name,
    question,
    {{ month_of('since_on') }} as since_on,
    {{ month_of('as_of_on') }} as as_of_on
from {{ ref('rpt_concern_prompt') }}
