{#- One survey item of a unit as an adjusted z (scoring method section 1). -#}

{#- Adverse answers and their number, of every item whose favourable answers are known, as a full SELECT. -#}
{% macro survey_item_count() %}
select
    indicator.wave_code,
    indicator.provider_code,
    indicator.profession_code,
    indicator.indicator_code,
    cast(indicator.respondents as double) as respondents,
    cast(indicator.respondents - indicator.favourable as double) as adverse
from {{ ref('fct_survey_indicator') }} as indicator
where indicator.favourable is not null and indicator.respondents > 0
{% endmacro %}

{#- Adverse share of everybody in a group, units too small for a score included, as a full SELECT. -#}
{% macro benchmark_share(item, group) %}
select
    {{ group | join(', ') }},
    sum(adverse) / sum(respondents) as share
from {{ item }}
group by {{ group | join(', ') }}
{% endmacro %}

{#- Units beside the share they are compared with, before any overdispersion, as a full SELECT. `unit` has the counts,
    benchmark, benchmark_group and benchmark_share. The arcsine is taken of the adverse share, so that a larger z is
    worse. -#}
{% macro survey_item_unit(unit, key) %}
with transformed as (
    select
        unit.*,
        {{ arcsine_root('unit.adverse / unit.respondents') }} as y,
        {{ arcsine_root('unit.benchmark_share') }} as target
    from {{ unit }} as unit
)

select
    {{ columns_of('transformed', key) }},
    transformed.benchmark,
    transformed.benchmark_group,
    transformed.respondents,
    transformed.adverse,
    transformed.benchmark_share,
    4e0 * transformed.respondents as inverse_variance,
    transformed.y,
    transformed.target,
    {{ reproducible('(transformed.y - transformed.target) * 2e0 * sqrt(transformed.respondents)') }} as z_raw
from transformed
cross join {{ ref('int_scoring_parameter') }} as parameter
where transformed.respondents >= parameter.min_respondents_scored
{% endmacro %}

{#- Overdispersion of every benchmark group of every item, as a full SELECT. `group` names the columns of a group.
    Of few answers the transformed share is no longer normal: units below min_respondents_spread would pass for
    overdispersion and blunt the score of every large one. They are left out where enough others remain. -#}
{% macro survey_item_overdispersion(unit, group) %}
with counted as (
    select
        unit.*,
        unit.respondents >= parameter.min_respondents_spread as is_firm,
        count(case when unit.respondents >= parameter.min_respondents_spread then 1 end)
            over (
                partition by {{ columns_of('unit', group) }}
            )
        >= parameter.min_benchmark_units as has_enough_firm
    from {{ unit }} as unit
    cross join {{ ref('int_scoring_parameter') }} as parameter
),

informative as (
    select *
    from counted
    where is_firm or not has_enough_firm
)

select * from ({{ overdispersion('informative', group, ref('int_scoring_parameter')) }}) as spread
{% endmacro %}

{#- One adjusted z per item and unit, against its profession or, where too few units are in it, against the benchmark
    it falls back to, as a full SELECT. `spread` is what survey_item_overdispersion gives of `group`. -#}
{% macro survey_item_score(unit, spread, key, group) %}
with candidate as (
    select
        unit.*,
        spread.units as benchmark_units,
        spread.phi,
        spread.tau2,
        spread.phi_consistency,
        row_number() over (
            partition by {{ columns_of('unit', key) }}
            order by case when unit.benchmark = 'profession' then 0 else 1 end
        ) as preference
    from {{ unit }} as unit
    inner join {{ spread }} as spread
        on {{ same_cell('unit', 'spread', group) }}
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where unit.benchmark <> 'profession' or spread.units >= parameter.min_benchmark_units
)

select
    {{ columns_of('candidate', key) }},
    indicator.domain_code,
    indicator.is_scored,
    candidate.respondents,
    candidate.adverse,
    candidate.benchmark,
    candidate.benchmark_units,
    candidate.benchmark_share,
    candidate.y,
    candidate.target,
    1e0 / sqrt(candidate.inverse_variance) as s,
    candidate.phi,
    candidate.tau2,
    candidate.phi_consistency,
    candidate.z_raw,
    {{ reproducible(
        '(candidate.y - candidate.target) / sqrt(1e0 / candidate.inverse_variance + candidate.tau2)'
    ) }}
        as z,
    candidate.respondents < parameter.min_respondents_full
    or candidate.benchmark_units < parameter.min_benchmark_units as is_limited_evidence,
    coalesce(item_weight.weight, parameter.item_weight) as item_weight
from candidate
inner join {{ ref('dim_indicator') }} as indicator on candidate.indicator_code = indicator.indicator_code
cross join {{ ref('int_scoring_parameter') }} as parameter
left join {{ ref('int_item_weight') }} as item_weight on candidate.indicator_code = item_weight.indicator_code
where candidate.preference = 1
{% endmacro %}
