-- How many concern reports state each of the seven points: all of them, and by source, region and provider.
with concern as (
    select
        stated.*,
        concern.source_type_code,
        coalesce(provider.region_code, 'not_known') as region_code,
        concern.provider_code,
        cast(extract(year from concern.raised_on) as integer) as year_raised
    from {{ ref('fct_concern_completeness') }} as stated
    inner join {{ ref('fct_concern') }} as concern on stated.concern_id = concern.concern_id
    left join {{ ref('dim_provider') }} as provider on concern.provider_key = provider.provider_key
),

grouped as (
    {% for breakdown, column in [
        ('none', "'all'"),
        ('source', 'source_type_code'),
        ('region', 'region_code'),
        ('provider', 'provider_code'),
    ] -%}
    select
        '{{ breakdown }}' as breakdown_code,
        {{ column }} as group_code,
        year_raised,
        is_issue_stated,
        is_learner_groups_stated,
        is_improvement_stated,
        is_success_stated,
        is_pace_stated,
        is_end_point_stated,
        is_impact_stated
    from concern
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

point as (
    select
        grouped.breakdown_code,
        grouped.group_code,
        grouped.year_raised,
        point.point_code,
        case point.point_code
            when 'issue' then grouped.is_issue_stated
            when 'learner_groups' then grouped.is_learner_groups_stated
            when 'improvement' then grouped.is_improvement_stated
            when 'success' then grouped.is_success_stated
            when 'pace' then grouped.is_pace_stated
            when 'end_point' then grouped.is_end_point_stated
            when 'impact' then grouped.is_impact_stated
        end as is_stated
    from grouped
    cross join {{ ref('concern_report_point') }} as point
)

select
    breakdown_code,
    group_code,
    year_raised,
    point_code,
    count(*) as concerns,
    cast(sum(case when is_stated then 1 else 0 end) as bigint) as stated,
    100.0 * sum(case when is_stated then 1 else 0 end) / count(*) as stated_pct
from point
group by breakdown_code, group_code, year_raised, point_code
