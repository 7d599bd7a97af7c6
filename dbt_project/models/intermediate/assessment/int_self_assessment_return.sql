-- Versions of a return, and which of them counts: the last one that was signed off as a whole.
with version as (
    select
        provider_code,
        cycle,
        version,
        max(submitted_at) as submitted_at,
        -- One unsigned answer makes the version a draft: a person has not yet stood up for all of it.
        count(signed_off_by_role) = count(*) as is_signed_off
    from {{ ref('stg_psa__answer') }}
    group by provider_code, cycle, version
),

last_signed_off as (
    select
        provider_code,
        cycle,
        max(version) as version
    from version
    where is_signed_off
    group by provider_code, cycle
)

select
    version.provider_code,
    version.cycle,
    version.version,
    version.submitted_at,
    version.is_signed_off,
    last_signed_off.version is not null as is_current
from version
left join last_signed_off
    on
        version.provider_code = last_signed_off.provider_code
        and version.cycle = last_signed_off.cycle
        and version.version = last_signed_off.version
