with listed as (
    select
        concern_id,
        {{ unnest_codes('profession_codes') }} as profession_code
    from {{ ref('stg_concerns__concern') }}
)

select distinct
    concern_id,
    profession_code
from listed
