-- Contributions of hidden cells are absent: they add up to the composite that is hidden, and which items
-- have a row at all would tell how many answered them.
select
    contribution.wave_code,
    contribution.provider_code,
    contribution.provider_key,
    contribution.profession_code,
    contribution.domain_code,
    contribution.source,
    contribution.item_code,
    contribution.z,
    -- More places would be one more equation about hidden counts.
    round(contribution.tau2, 6) as tau2,
    contribution.weight,
    contribution.contribution,
    contribution.method_version,
    contribution.parameter_hash
from {{ ref('fct_risk_contribution') }} as contribution
inner join {{ ref('int_risk_disclosure') }} as disclosure on {{ same_cell('contribution', 'disclosure') }}
where not disclosure.is_hidden
