-- National results weighted to learner numbers beside the plain ones. Strata are professions for all
-- learners and regions for one profession; a response weighs as many learners as its stratum has for each
-- response. Made of published figures only, so no weight can lead to a hidden cell: a stratum that is not
-- shown is left out and told.
with cell as (
    select
        wave_code,
        case when place_level_code = 'national' then 'all' else profession_code end as profession_code,
        case when place_level_code = 'national' then 'profession' else 'region' end as stratified_by,
        place_level_code,
        place_code,
        profession_code as stratum_profession_code,
        indicator_code,
        respondents,
        counted
    from {{ ref('pub_fct_survey_place') }}
    where
        profession_code <> 'all'
        and place_level_code in ('national', 'region')
        and status_code = 'shown'
        and counted is not null
),

weighed as (
    select
        cell.*,
        rate.learners,
        cast(rate.learners as double) / rate.responses as weight
    from cell
    inner join {{ ref('pub_fct_response_rate') }} as rate
        on
            cell.wave_code = rate.wave_code
            and cell.place_level_code = rate.place_level_code
            and cell.place_code = rate.place_code
            and cell.stratum_profession_code = rate.profession_code
    where rate.status_code = 'shown'
),

summed as (
    select
        wave_code,
        profession_code,
        stratified_by,
        indicator_code,
        count(*) as strata_used,
        cast(sum(learners) as bigint) as learners_covered,
        cast(sum(respondents) as bigint) as respondents_weighted,
        {{ ordered_sum('weight * respondents') }} as weighted_respondents,
        {{ ordered_sum('weight * counted') }} as weighted_counted,
        {{ ordered_sum('weight * weight * respondents') }} as squared_weights
    from weighed
    group by wave_code, profession_code, stratified_by, indicator_code
),

plain as (
    select
        wave_code,
        profession_code,
        indicator_code,
        status_code,
        respondents,
        value_pct
    from {{ ref('pub_fct_survey_place') }}
    where place_level_code = 'national'
)

select
    plain.wave_code,
    plain.profession_code,
    plain.indicator_code,
    case
        when plain.status_code <> 'shown' then plain.status_code
        when summed.strata_used is null then 'no_data'
        else 'shown'
    end as status_code,
    summed.stratified_by,
    summed.strata_used,
    100.0 * summed.learners_covered / national.learners as learner_coverage_pct,
    {{ unless("plain.status_code <> 'shown'", 'respondents') }},
    {{ unless("plain.status_code <> 'shown'", 'value_pct') }},
    100.0 * summed.weighted_counted / summed.weighted_respondents as weighted_pct,
    -- Kish: by how much unequal weights widen the variance of the weighted share.
    {{ reproducible('summed.respondents_weighted * summed.squared_weights
        / (summed.weighted_respondents * summed.weighted_respondents)') }} as design_effect
from plain
left join summed
    on
        plain.wave_code = summed.wave_code
        and plain.profession_code = summed.profession_code
        and plain.indicator_code = summed.indicator_code
        and plain.status_code = 'shown'
left join {{ ref('pub_fct_response_rate') }} as national
    on
        plain.wave_code = national.wave_code
        and national.place_level_code = 'national'
        and plain.profession_code = national.profession_code
