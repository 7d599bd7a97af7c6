-- Contributions of hidden cells are absent, as in fct_risk_contribution.
select
    contribution.wave_code,
    contribution.score_level_code,
    contribution.place_level_code,
    contribution.place_code,
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
from {{ ref('fct_risk_contribution_roll_up') }} as contribution
inner join {{ ref('int_roll_up_disclosure') }} as disclosure
    on {{ same_cell('contribution', 'disclosure', roll_up_key()) }}
where not disclosure.is_hidden
