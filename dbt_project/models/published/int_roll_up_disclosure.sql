-- What of a rolled-up cell must be hidden. Each of its figures follows from totals of a place: it is hidden
-- where disclosure control hides any of them, and where the total it is made of is not the published one.
with asked as ({{ asked_domain() }}),

asked_of_level as (
    select * from asked
    union all
    select distinct
        wave_code,
        'all' as domain_code
    from asked
),

hidden_item as (
    select distinct {{ columns_of('item', roll_up_key()) }}
    from {{ ref('int_roll_up_domain_item') }} as item
    inner join {{ ref('int_roll_up_item_score') }} as score
        on {{ same_cell('item', 'score', roll_up_key()) }} and item.indicator_code = score.indicator_code
    {{ join_survey_verdict(
        'verdict', 'item', 'item.indicator_code', 'score.place_level_code', 'item.place_code',
        'item.profession_code'
    ) }}
    left join {{ ref('fct_survey_place') }} as told
        on
            item.wave_code = told.wave_code
            and item.indicator_code = told.indicator_code
            and item.place_code = told.place_code
            and item.profession_code = told.profession_code
            and score.place_level_code = told.place_level_code
    where
        {{ survey_status('verdict') }} <> 'shown'
        -- The counts of a provider and profession are those of its published cell. A total of other counts,
        -- such as one without a part whose favourable answers are unknown, would tell of what is missing.
        or not (
            score.place_level_code = 'provider' and item.profession_code <> 'all'
            or coalesce(told.respondents = score.respondents, false)
            and coalesce(told.respondents - told.favourable = score.adverse, false)
        )
),

stated as (
    select
        {{ columns_of('cell', roll_up_key()) }},
        case
            when hidden_item.domain_code is not null then 'suppressed'
            when cell.z_survey is not null then 'shown'
            when asked_of_level.domain_code is null then 'not_asked'
            when coalesce(cell.respondents, 0) = 0 then 'no_respondents'
            else 'suppressed'
        end as survey_status_code,
        coalesce(cell.learners > 0, false)
        and {{ survey_status('exposed') }} <> 'shown' as is_exposure_hidden,
        coalesce(cell.respondents > 0, false)
        and {{ survey_status('response') }} <> 'shown' as is_response_hidden
    from {{ ref('fct_domain_risk_roll_up') }} as cell
    left join asked_of_level
        on cell.wave_code = asked_of_level.wave_code and cell.domain_code = asked_of_level.domain_code
    left join hidden_item on {{ same_cell('cell', 'hidden_item', roll_up_key()) }}
    {{ join_survey_verdict(
        'exposed', 'cell', "'learners'", 'cell.place_level_code', 'cell.place_code', 'cell.profession_code'
    ) }}
    {{ join_survey_verdict(
        'response', 'cell', "'survey_response'", 'cell.place_level_code', 'cell.place_code',
        'cell.profession_code'
    ) }}
    -- Providers outside every region are compared with the regions; they are none.
    where cell.place_code <> 'not_stated'
)

select
    stated.*,
    stated.survey_status_code = 'suppressed' as is_survey_hidden,
    stated.survey_status_code = 'suppressed' or stated.is_exposure_hidden as is_hidden
from stated
