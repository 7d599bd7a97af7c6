-- What each survey item, the concern log and the self-assessment add to a cell's composite.
-- Kept on a grid on which doubles add up exactly: the composite is the sum of these rows, to the last bit.
with part as (
    select
        item.wave_code,
        item.provider_code,
        item.profession_code,
        item.domain_code,
        'survey' as source,
        item.indicator_code as item_code,
        item.z,
        composite.survey_multiplier * item.item_weight / survey.deviation
        -- The cap is shared out among the items in proportion.
        * case when survey.z_survey = 0 then 1e0 else composite.z_survey_capped / survey.z_survey end
            as weight
    from {{ ref('int_survey_domain_item') }} as item
    inner join {{ ref('int_survey_domain_score') }} as survey
        on {{ same_cell('item', 'survey') }}
    inner join {{ ref('int_domain_composite') }} as composite
        on {{ same_cell('item', 'composite') }}

    union all

    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        'concerns' as source,
        '' as item_code,
        z_concerns_capped as z,
        concerns_multiplier as weight
    from {{ ref('int_domain_composite') }}
    where z_concerns_capped is not null

    union all

    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        'self_assessment' as source,
        '' as item_code,
        z_self_assessment_capped as z,
        self_assessment_multiplier as weight
    from {{ ref('int_domain_composite') }}
    where z_self_assessment_capped is not null
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    source,
    item_code,
    z,
    {{ reproducible('weight') }} as weight,
    {{ summable(reproducible('weight') ~ ' * z') }} as contribution
from part
