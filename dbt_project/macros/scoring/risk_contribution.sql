{#- What each survey item, the concern log and the self-assessment add to a cell's composite, as a full SELECT, from what
    the macros survey_domain_item, survey_domain_score and domain_composite give.
    Kept on a grid on which doubles add up exactly: the composite is the sum of these rows, to the last bit. -#}
{% macro risk_contribution(item, survey_score, composite, key=none) %}
{%- set key = key or cell_key() -%}
with part as (
    select
        {{ columns_of('item', key) }},
        'survey' as source,
        item.indicator_code as item_code,
        item.z,
        composite.survey_multiplier * item.item_weight / survey.deviation
        -- The cap is shared out among the items in proportion.
        * case when survey.z_survey = 0 then 1e0 else composite.z_survey_capped / survey.z_survey end
            as weight
    from {{ item }} as item
    inner join {{ survey_score }} as survey
        on {{ same_cell('item', 'survey', key) }}
    inner join {{ composite }} as composite
        on {{ same_cell('item', 'composite', key) }}

    union all

    select
        {{ key | join(', ') }},
        'concerns' as source,
        '' as item_code,
        z_concerns_capped as z,
        concerns_multiplier as weight
    from {{ composite }}
    where z_concerns_capped is not null

    union all

    select
        {{ key | join(', ') }},
        'self_assessment' as source,
        '' as item_code,
        z_self_assessment_capped as z,
        self_assessment_multiplier as weight
    from {{ composite }}
    where z_self_assessment_capped is not null
)

select
    {{ key | join(', ') }},
    source,
    item_code,
    z,
    {{ reproducible('weight') }} as weight,
    {{ summable(reproducible('weight') ~ ' * z') }} as contribution
from part
{% endmacro %}
