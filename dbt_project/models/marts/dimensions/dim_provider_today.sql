-- The type-1 side of dim_provider: a fact keeps provider_key (as at its wave or date) and provider_code, by
-- which it is read here under the provider of today.
with successor as (
    select * from {{ ref('int_provider_successor') }}
    where is_today
)

select
    successor.provider_code,
    successor.successor_code as today_provider_code,
    version.provider_key as today_provider_key,
    version.provider_name as today_provider_name,
    version.region_code as today_region_code,
    region.region_name as today_region_name,
    version.icb_code as today_icb_code,
    version.provider_type_code as today_provider_type_code,
    case
        when version.opened_on > today.as_of_on then 'not_yet_open'
        when version.closed_on < today.as_of_on then 'closed'
        else 'open'
    end as standing_code,
    case
        when successor.runs_in_a_circle then 'circular'
        when successor.steps > 0 then 'succeeded'
        when not succession.is_followed then 'successor_unknown'
        else 'own'
    end as succession_code,
    case when successor.steps > 0 then successor.valid_from end as succeeded_on,
    successor.steps,
    today.as_of_on
from successor
inner join {{ ref('int_provider_version') }} as version
    on successor.successor_code = version.provider_code and version.is_current
cross join {{ ref('int_evidence_as_of') }} as today
-- Welsh trusts carry a code that is no English region: they keep the code and have no region name.
left join {{ ref('region') }} as region on version.region_code = region.region_code
left join {{ ref('int_provider_succession') }} as succession
    on successor.provider_code = succession.provider_code
