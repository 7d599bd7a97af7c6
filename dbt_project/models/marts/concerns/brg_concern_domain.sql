with listed as (
    select
        concern_id,
        split_part(domain_codes, ';', 1) as primary_domain_code,
        {{ unnest_codes('domain_codes') }} as domain_code
    from {{ ref('stg_concerns__concern') }}
)

select distinct
    concern_id,
    domain_code,
    domain_code = primary_domain_code as is_primary
from listed
