-- What a person should look at before figures are read as today: a closure nobody followed, a chain without
-- end.
with closed as (
    select
        provider_code,
        closed_on
    from {{ ref('dim_provider') }}
    where is_current
)

select
    succession.provider_code,
    'own_successor' as finding_code,
    succession.successor_code,
    succession.succeeded_on as found_on
from {{ ref('int_provider_succession') }} as succession
where succession.provider_code = succession.successor_code
union all
select
    succession.provider_code,
    'successor_unknown' as finding_code,
    succession.successor_code,
    succession.succeeded_on as found_on
from {{ ref('int_provider_succession') }} as succession
where not succession.is_followed and succession.provider_code <> succession.successor_code
union all
select
    today.provider_code,
    'circular' as finding_code,
    succession.successor_code,
    succession.succeeded_on as found_on
from {{ ref('dim_provider_today') }} as today
inner join {{ ref('int_provider_succession') }} as succession
    on today.provider_code = succession.provider_code
where today.succession_code = 'circular'
union all
select
    succession.provider_code,
    'still_open' as finding_code,
    succession.successor_code,
    succession.succeeded_on as found_on
from {{ ref('int_provider_succession') }} as succession
inner join closed on succession.provider_code = closed.provider_code
where closed.closed_on is null
union all
select
    today.provider_code,
    'closed_without_successor' as finding_code,
    cast(null as varchar) as successor_code,
    closed.closed_on as found_on
from {{ ref('dim_provider_today') }} as today
inner join closed on today.provider_code = closed.provider_code
where today.succession_code = 'own' and today.standing_code = 'closed'
