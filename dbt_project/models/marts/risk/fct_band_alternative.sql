-- Which cells would have another band under which parameters.
select
    cast(other.wave_code as varchar) as wave_code,
    cast(other.provider_code as varchar) as provider_code,
    cast(other.profession_code as varchar) as profession_code,
    cast(other.domain_code as varchar) as domain_code,
    cast(other.alternative_code as varchar) as alternative_code,
    cast(alternative.parameter as varchar) as parameter,
    cast(alternative.tried_value as double) as tried_value,
    cast(alternative.governed_value as double) as governed_value,
    cast(other.band as varchar) as band,
    cast(other.alternative_band as varchar) as alternative_band,
    cast(other.alternative_z_composite as double) as alternative_z_composite,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from {{ ref('int_domain_band_alternative') }} as other
inner join {{ ref('int_score_alternative') }} as alternative
    on other.alternative_code = alternative.alternative_code
cross join {{ ref('int_scoring_parameter') }} as parameter
