{#- Which sources enter a cell's composite, and the multiplier each of their z gets, as a full SELECT. Its arguments
    are what the macros of the same names give, the cells, and the survey's z of each. -#}
{% macro domain_composite(concern_score, self_assessment_score, survey_score=none, cells=none, key=none) %}
{%- set key = key or cell_key() -%}
{% set source_sets = [
    ['survey'], ['concerns'], ['self_assessment'],
    ['survey', 'concerns'], ['survey', 'self_assessment'], ['concerns', 'self_assessment'],
    ['survey', 'concerns', 'self_assessment']
] %}
with capped as (
    select
        {{ columns_of('cell', key) }},
        {{ capped('survey.z_survey') }} as survey,
        {{ capped('concern.z_concerns') }} as concerns,
        {{ capped('declared.z_self_assessment') }} as self_assessment,
        parameter.source_weight_survey as survey_weight,
        parameter.source_weight_concerns as concerns_weight,
        parameter.source_weight_self_assessment as self_assessment_weight,
        parameter.source_rho
    from {{ cells or ref('int_risk_cell') }} as cell
    cross join {{ ref('int_scoring_parameter') }} as parameter
    left join {{ survey_score or ref('int_survey_domain_score') }} as survey
        on {{ same_cell('cell', 'survey', key) }}
    left join {{ concern_score }} as concern
        on {{ same_cell('cell', 'concern', key) }}
    left join {{ self_assessment_score }} as declared
        on {{ same_cell('cell', 'declared', key) }}
),

candidate as (
    {% for sources in source_sets %}
    select
        capped.*,
        {{ sources | length }} as sources_entered,
        {{ 'survey' in sources }} as has_survey,
        {{ 'concerns' in sources }} as has_concerns,
        {{ 'self_assessment' in sources }} as has_self_assessment,
        {{ combined_sum(sources) }} as weighted_sum,
        {{ combined_deviation(sources, 'source_rho') }} as deviation
    from capped
    where {{ sources_speak(sources) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

ranked as (
    select
        candidate.*,
        row_number() over (
            partition by
                {{ columns_of('candidate', key) }}
            order by
                {{ reproducible('candidate.weighted_sum / candidate.deviation') }} desc,
                candidate.sources_entered desc,
                candidate.has_concerns desc
        ) as preference
    from candidate
)

select
    {{ columns_of('capped', key) }},
    capped.survey as z_survey_capped,
    capped.concerns as z_concerns_capped,
    capped.self_assessment as z_self_assessment_capped,
    {{ multiplier('ranked', 'survey') }} as survey_multiplier,
    {{ multiplier('ranked', 'concerns') }} as concerns_multiplier,
    {{ multiplier('ranked', 'self_assessment') }} as self_assessment_multiplier
from capped
left join ranked
    on
        {{ same_cell('capped', 'ranked', key) }}
        and ranked.preference = 1
{% endmacro %}
