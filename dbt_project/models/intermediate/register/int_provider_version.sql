-- Type-2 versions, rebuilt from the dated snapshots each time, so that the order in which files arrive
-- changes nothing.
with state as (
    select
        *,
        -- Postcode is not tracked: a change of address is no change of what figures are compared by.
        concat_ws(
            '|',
            provider_name,
            coalesce(region_code, ''),
            coalesce(icb_code, ''),
            coalesce(cast(opened_on as varchar), ''),
            coalesce(cast(closed_on as varchar), ''),
            coalesce(provider_type_code, ''),
            coalesce(successor_code, '')
        ) as tracked_attributes
    from {{ ref('int_provider_state') }}
),

compared as (
    select
        *,
        lag(tracked_attributes) over (partition by provider_code order by point_on) as previous_attributes
    from state
),

-- A provider that is missing from a later snapshot is not closed by that: only a close date closes it. Old
-- snapshots were cut to recent closures, and each file covers one kind of organisation.
numbered as (
    select
        *,
        sum(case when tracked_attributes = previous_attributes then 0 else 1 end) over (
            partition by provider_code
            order by point_on
            rows between unbounded preceding and current row
        ) as version_number
    from compared
),

version as (
    select
        provider_code,
        version_number,
        min(point_on) as changed_on,
        min(snapshot_on) as first_snapshot_on,
        max(snapshot_on) as last_snapshot_on,
        min(provider_name) as provider_name,
        min(region_code) as region_code,
        min(icb_code) as icb_code,
        max_by(postcode, point_on) as postcode,
        min(opened_on) as opened_on,
        min(closed_on) as closed_on,
        min(provider_type_code) as provider_type_code,
        min(successor_code) as successor_code
    from numbered
    group by provider_code, version_number
),

bounded as (
    select
        *,
        -- The first version reaches back for ever: evidence older than the first snapshot must join as well.
        case when version_number = 1 then date '1900-01-01' else changed_on end as valid_from,
        coalesce(
            lead(changed_on) over (partition by provider_code order by version_number), date '9999-12-31'
        ) as valid_to
    from version
)

select
    concat(provider_code, '@', cast(valid_from as varchar)) as provider_key,
    provider_code,
    provider_name,
    region_code,
    icb_code,
    postcode,
    provider_type_code,
    successor_code,
    opened_on,
    closed_on,
    valid_from,
    valid_to,
    valid_to = date '9999-12-31' as is_current,
    version_number = 1 as is_first_version,
    first_snapshot_on,
    last_snapshot_on
from bounded
