{#- What providers declare about a cell: answers that speak for it, and the worst of them as a score. -#}

{#- The answers of a cycle that count, as a full SELECT: a draft is nobody's declaration. -#}
{% macro current_answer() %}
select
    answer.*,
    cycle.wave_code
from {{ ref('fct_self_assessment') }} as answer
inner join {{ ref('int_scoring_cycle') }} as cycle on cast(answer.cycle as integer) = cycle.wave_year
where answer.is_current and answer.is_signed_off
{% endmacro %}

{#- Which answers speak for which cell, organisation-wide ones for every profession, as a full SELECT.
    `answer_of_cycle` holds the answers that speak in a cycle: rows of fct_self_assessment with its wave_code. -#}
{% macro answer_of_cell(answer_of_cycle) %}
select
    cell.wave_code,
    cell.provider_code,
    cell.profession_code,
    cell.domain_code,
    answer.question_code,
    answer.profession_code as answered_for,
    answer.answer_code,
    answer.adverse_score
from {{ ref('int_risk_cell') }} as cell
inner join {{ answer_of_cycle }} as answer
    on
        cell.wave_code = answer.wave_code
        and cell.provider_code = answer.provider_code
        and cell.domain_code = answer.domain_code
        and (answer.profession_code = 'all' or cell.profession_code = answer.profession_code)
{% endmacro %}

{#- The worst answer of a cell as a score, as a full SELECT. `answers` is what answer_of_cell gives. -#}
{% macro self_assessment_score(answers, key=none) %}
{%- set key = key or cell_key() -%}
select
    {{ columns_of('answer', key) }},
    count(answer.adverse_score) as answers_used,
    count(case when answer.adverse_score = 1 then 1 end) as not_met_answers,
    count(case when question.is_mandatory and answer.answer_code is null then 1 end) as unanswered_mandatory,
    case
        when max(answer.adverse_score) = 1 then 'not_met'
        when max(answer.adverse_score) > 0 then 'met_with_exceptions'
        when max(answer.adverse_score) = 0 then 'met'
    end as declaration,
    -- By rule, not by statistics: the worst answer in the domain speaks, and none speaks below zero.
    cast(max(answer.adverse_score) as double) * max(parameter.self_assessment_flag_z) as z_self_assessment
from {{ answers }} as answer
inner join {{ ref('psa_question') }} as question on answer.question_code = question.question_code
cross join {{ ref('int_scoring_parameter') }} as parameter
group by {{ columns_of('answer', key) }}
{% endmacro %}
