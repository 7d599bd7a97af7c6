select
    provider_code,
    today_provider_code,
    today_provider_key,
    today_provider_name,
    today_region_code,
    today_region_name,
    today_icb_code,
    today_provider_type_code,
    standing_code,
    succession_code,
    succeeded_on,
    steps,
    as_of_on
from {{ ref('dim_provider_today') }}
