{#- How an answer of the self-assessment is told, alone and beside the one a year earlier. -#}

{#- The provider's answer: a code of psa_answer, or why there is none. A draft is nobody's declaration. -#}
{% macro declared_answer(has_signed_off, is_not_applicable, adverse_score) -%}
case
            when not {{ has_signed_off }} then 'draft'
            when {{ adverse_score }} = 1 then 'not_met'
            when {{ adverse_score }} > 0 then 'met_with_exceptions'
            when {{ adverse_score }} = 0 then 'met'
            when {{ is_not_applicable }} then 'not_applicable'
            else 'unanswered'
        end
{%- endmacro %}

{#- What changed since the cycle before. -#}
{% macro declaration_change(now, before) -%}
case
        when {{ before }}.declared_code is null then 'no_earlier_return'
        when {{ now }}.adverse_score is null and {{ before }}.adverse_score is not null then 'answer_gone'
        when {{ now }}.adverse_score is not null and {{ before }}.adverse_score is null then 'answer_new'
        when {{ now }}.adverse_score is null then 'not_comparable'
        when {{ now }}.adverse_score > {{ before }}.adverse_score then 'worsening'
        when {{ now }}.adverse_score < {{ before }}.adverse_score then 'improving'
        else 'unchanged'
    end
{%- endmacro %}

{#- Status of a learners' share that sums the shown professions: a code of cell_status. -#}
{% macro learner_status(professions_shown, professions_hidden) -%}
case
        when {{ professions_shown }} > 0 then 'shown'
        when {{ professions_hidden }} > 0 then 'suppressed'
        else 'no_respondents'
    end
{%- endmacro %}

{#- The worst of several declarations, by their adverse scores. -#}
{% macro worst_declaration(adverse_score) -%}
case
            when {{ adverse_score }} = 1 then 'not_met'
            when {{ adverse_score }} > 0 then 'met_with_exceptions'
            when {{ adverse_score }} = 0 then 'met'
        end
{%- endmacro %}

{#- Which evidence of learners a topic has at a provider: a topic without a survey question says so, never zero. -#}
{% macro survey_evidence(asked, shown, hidden) -%}
case
        when {{ asked }} = 0 then 'no_survey_evidence'
        when {{ shown }} > 0 and {{ hidden }} > 0 then 'partly_hidden'
        when {{ shown }} > 0 then 'shown'
        when {{ hidden }} > 0 then 'hidden'
        else 'nobody_answered'
    end
{%- endmacro %}

{#- The keys of a topic at a provider. -#}
{% macro same_topic(one, other) -%}
{{ one }}.cycle = {{ other }}.cycle
        and {{ one }}.provider_code = {{ other }}.provider_code
        and {{ one }}.topic_code = {{ other }}.topic_code
{%- endmacro %}

{#- Whether "met" is contradicted: empty where only what is hidden could tell. -#}
{% macro gap_prompt(is_contradicted, is_hidden) -%}
case
        when coalesce(beside.declaration, '') <> 'met' then false
        when {{ is_contradicted }} then true
        when {{ is_hidden }} then null
        else false
    end
{%- endmacro %}

{#- Status of the learners' figures of a topic: a code of cell_status. -#}
{% macro topic_status(asked, shown, hidden) -%}
case
        when {{ asked }} = 0 then 'not_applicable'
        else {{ learner_status(shown, hidden) }}
    end
{%- endmacro %}
