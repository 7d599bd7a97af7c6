-- What was known of a provider at every date on which anything about it could have changed.
with snapshot as (
    select * from {{ ref('stg_register__provider_snapshot') }}
),

attribute as (
    select * from {{ ref('stg_register__provider_attribute') }}
),

change_point as (
    select
        provider_code,
        snapshot_date as point_on
    from snapshot
    union distinct
    select
        provider_code,
        valid_from as point_on
    from attribute
),

-- A point before the first snapshot finds no snapshot and falls away: attributes dated earlier are simply
-- known by then and open no version of their own.
in_force as (
    select
        change_point.provider_code,
        change_point.point_on,
        max(snapshot.snapshot_date) as snapshot_on,
        max(attribute.valid_from) as attribute_from
    from change_point
    inner join snapshot
        on
            change_point.provider_code = snapshot.provider_code
            and change_point.point_on >= snapshot.snapshot_date
    left join attribute
        on
            change_point.provider_code = attribute.provider_code
            and change_point.point_on >= attribute.valid_from
    group by change_point.provider_code, change_point.point_on
)

select
    in_force.provider_code,
    in_force.point_on,
    in_force.snapshot_on,
    snapshot.provider_name,
    snapshot.region_code,
    snapshot.icb_code,
    snapshot.postcode,
    snapshot.opened_on,
    snapshot.closed_on,
    attribute.provider_type_code,
    attribute.successor_code
from in_force
inner join snapshot
    on in_force.provider_code = snapshot.provider_code and in_force.snapshot_on = snapshot.snapshot_date
left join attribute
    on in_force.provider_code = attribute.provider_code and in_force.attribute_from = attribute.valid_from
