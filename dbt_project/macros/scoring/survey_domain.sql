{#- Survey items of a cell as one z (scoring method section 2). -#}

{#- The items that speak for a domain, as a full SELECT. `score` has the items that are scored, each with the domain it
    counts for. A nested question (asked only of those it happened to) has a small base nearly everywhere: it enters
    only with a full base of its own, or the whole domain would have to be hidden with it. -#}
{% macro survey_domain_item(score, key=none) %}
select
    {{ columns_of('score', key or cell_key()) }},
    score.indicator_code,
    score.respondents,
    score.benchmark,
    score.z,
    score.item_weight,
    score.is_limited_evidence
from {{ score }} as score
inner join {{ ref('dim_indicator') }} as indicator on score.indicator_code = indicator.indicator_code
inner join {{ ref('question') }} as question on indicator.question_code = question.question_code
cross join {{ ref('int_scoring_parameter') }} as parameter
where question.base_question_codes is null or score.respondents >= parameter.min_respondents_nested
{% endmacro %}

{#- The survey's z of a cell, as a full SELECT: weighted sum of its items over the deviation it would have by chance.
    `correlation` is what item_correlation gives. -#}
{% macro survey_domain_score(item, correlation, key=none) %}
{%- set key = key or cell_key() -%}
with spread as (
    select
        {{ columns_of('one', key) }},
        sqrt({{ ordered_sum('one.item_weight * other.item_weight * correlation.rho') }}) as deviation
    from {{ item }} as one
    inner join {{ item }} as other on {{ same_cell('one', 'other', key) }}
    inner join {{ correlation }} as correlation
        on
            {{ same_cell('one', 'correlation', family_of(key) + ['domain_code']) }}
            and one.indicator_code = correlation.indicator_code
            and other.indicator_code = correlation.other_indicator_code
    group by {{ columns_of('one', key) }}
)

select
    {{ columns_of('item', key) }},
    spread.deviation,
    {{ reproducible(ordered_sum('item.item_weight * item.z') ~ ' / spread.deviation') }} as z_survey,
    count(*) as items_used,
    cast(min(item.respondents) as bigint) as smallest_base,
    bool_and(item.is_limited_evidence) as is_limited_evidence,
    case
        when min(item.benchmark) = max(item.benchmark) then min(item.benchmark)
        else 'mixed'
    end as benchmark_used
from {{ item }} as item
inner join spread on {{ same_cell('item', 'spread', key) }}
group by {{ columns_of('item', key) }}, spread.deviation
{% endmacro %}
