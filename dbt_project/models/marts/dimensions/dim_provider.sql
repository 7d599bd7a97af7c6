select
    version.provider_key,
    version.provider_code,
    version.provider_name,
    version.region_code,
    region.region_name,
    version.icb_code,
    version.postcode,
    version.provider_type_code,
    version.successor_code,
    version.opened_on,
    version.closed_on,
    version.valid_from,
    version.valid_to,
    version.is_current,
    version.is_first_version,
    version.first_snapshot_on,
    version.last_snapshot_on
from {{ ref('int_provider_version') }} as version
-- Welsh trusts carry a code that is no English region: they keep the code and have no region name.
left join {{ ref('region') }} as region on version.region_code = region.region_code
