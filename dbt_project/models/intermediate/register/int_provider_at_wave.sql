-- A wave is read with the provider as it was on the last day of fieldwork.
select
    wave.wave_code,
    version.provider_code,
    version.provider_key
from {{ ref('wave') }} as wave
inner join {{ ref('int_provider_version') }} as version
    on wave.closes_on >= version.valid_from and wave.closes_on < version.valid_to
