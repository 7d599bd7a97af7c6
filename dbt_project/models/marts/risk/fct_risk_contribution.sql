-- The working of every composite score: its parts, which add up to it exactly.
select
    cast(contribution.wave_code as varchar) as wave_code,
    cast(contribution.provider_code as varchar) as provider_code,
    cast(cell.provider_key as varchar) as provider_key,
    cast(contribution.profession_code as varchar) as profession_code,
    cast(contribution.domain_code as varchar) as domain_code,
    cast(contribution.source as varchar) as source,
    cast(contribution.item_code as varchar) as item_code,
    cast(contribution.z as double) as z,
    cast(score.tau2 as double) as tau2,
    cast(contribution.weight as double) as weight,
    cast(contribution.contribution as double) as contribution,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from {{ ref('int_risk_contribution') }} as contribution
inner join {{ ref('int_risk_cell') }} as cell on {{ same_cell('contribution', 'cell') }}
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_survey_item_score') }} as score
    on
        contribution.wave_code = score.wave_code
        and contribution.provider_code = score.provider_code
        and contribution.profession_code = score.profession_code
        and contribution.item_code = score.indicator_code
