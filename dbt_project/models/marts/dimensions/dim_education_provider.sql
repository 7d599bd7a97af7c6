select
    ukprn,
    education_provider_name
from {{ ref('stg_register__education_provider') }}
