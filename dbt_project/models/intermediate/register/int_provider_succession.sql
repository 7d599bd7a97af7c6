-- Who took over, as provider_attributes say last of each provider. The register has no such column, and
-- nothing is inferred: not from equal postcodes, not from a closure on the day another opened.
with attribute as (
    select
        attribute.provider_code,
        attribute.valid_from,
        attribute.successor_code,
        row_number() over (
            partition by attribute.provider_code order by attribute.valid_from desc
        ) as rank_of_last
    from {{ ref('stg_register__provider_attribute') }} as attribute
    -- A take-over that is only announced is none yet.
    inner join {{ ref('int_evidence_as_of') }} as today on attribute.valid_from <= today.as_of_on
),

last_named as (
    select
        provider_code,
        successor_code
    from attribute
    where rank_of_last = 1 and successor_code is not null
),

-- The last row that said anything else: what was repeated since dates from the first time.
dated as (
    select
        last_named.provider_code,
        last_named.successor_code,
        max(
            case
                when attribute.successor_code is distinct from last_named.successor_code
                    then attribute.valid_from
            end
        ) as other_until
    from last_named
    inner join attribute on last_named.provider_code = attribute.provider_code
    group by last_named.provider_code, last_named.successor_code
),

in_register as (
    select distinct provider_code from {{ ref('stg_register__provider_snapshot') }}
)

select
    dated.provider_code,
    dated.successor_code,
    min(attribute.valid_from) as succeeded_on,
    -- A successor that no register holds has no name and no place: nothing is rolled up to it.
    in_register.provider_code is not null and dated.successor_code <> dated.provider_code as is_followed
from dated
inner join attribute
    on
        dated.provider_code = attribute.provider_code
        and attribute.valid_from > coalesce(dated.other_until, date '0001-01-01')
left join in_register on dated.successor_code = in_register.provider_code
group by dated.provider_code, dated.successor_code, in_register.provider_code
