-- Every provider with its region, both as they were at the wave.
select
    at_wave.wave_code,
    at_wave.provider_code,
    -- A provider outside the English regions still belongs to the country.
    coalesce(version.region_code, 'not_stated') as region_code
from {{ ref('int_provider_at_wave') }} as at_wave
inner join {{ ref('int_provider_version') }} as version on at_wave.provider_key = version.provider_key
