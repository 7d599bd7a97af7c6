-- The working of every rolled-up composite: its parts, which add up to it exactly.
select
    cast(contribution.wave_code as varchar) as wave_code,
    cast(contribution.score_level_code as varchar) as score_level_code,
    cast(cell.place_level_code as varchar) as place_level_code,
    cast(contribution.place_code as varchar) as place_code,
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
from {{ ref('int_roll_up_contribution') }} as contribution
inner join {{ ref('int_roll_up_cell') }} as cell on {{ same_cell('contribution', 'cell', roll_up_key()) }}
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_roll_up_item_score') }} as score
    on
        {{ same_cell('contribution', 'score', roll_up_key()) }}
        and contribution.item_code = score.indicator_code
