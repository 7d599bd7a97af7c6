select
    ukprn,
    education_provider_name
from {{ ref('dim_education_provider') }}
