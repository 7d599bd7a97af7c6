-- What of a risk cell must be hidden. Each z can be solved for the count behind it, the composite for
-- the z it is made of, and band, p, q, flags and runs of flags narrow the composite: all are hidden where
-- disclosure control hides any item scored, be it small itself or hidden beside a small one.
with asked as ({{ asked_domain() }}),

hidden_item as (
    select distinct
        item.wave_code,
        item.provider_code,
        item.profession_code,
        item.domain_code
    from {{ ref('int_survey_domain_item') }} as item
    {{ join_survey_verdict(
        'verdict', 'item', 'item.indicator_code', "'provider'", 'item.provider_code', 'item.profession_code'
    ) }}
    where {{ survey_status('verdict') }} <> 'shown'
),

stated as (
    select
        cell.wave_code,
        cell.provider_code,
        cell.profession_code,
        cell.domain_code,
        cycle.cycle_number,
        greatest(cell.cycles_flagged, cell.cycles_clean) as cycles_in_run,
        case
            when hidden_item.domain_code is not null then 'suppressed'
            when cell.z_survey is not null then 'shown'
            when asked.domain_code is null then 'not_asked'
            when coalesce(cell.respondents, 0) = 0 then 'no_respondents'
            -- Somebody answered, too few for a score: not to be told from a score on a small base.
            else 'suppressed'
        end as survey_status_code,
        coalesce(place.is_hidden, false) as is_exposure_hidden,
        coalesce(cell.respondents > 0, false)
        and {{ survey_status('response') }} <> 'shown' as is_response_hidden
    from {{ ref('fct_domain_risk') }} as cell
    inner join {{ ref('int_scoring_cycle') }} as cycle on cell.wave_code = cycle.wave_code
    left join asked on cell.wave_code = asked.wave_code and cell.domain_code = asked.domain_code
    left join hidden_item on {{ same_cell('cell', 'hidden_item') }}
    {{ join_survey_verdict(
        'response', 'cell', "'survey_response'", "'provider'", 'cell.provider_code', 'cell.profession_code'
    ) }}
    left join {{ ref('int_learner_disclosure') }} as place
        on
            cell.wave_code = place.wave_code
            and cell.provider_code = place.provider_code
            and cell.profession_code = place.profession_code
),

judged as (
    select
        stated.*,
        stated.survey_status_code = 'suppressed' as is_survey_hidden,
        stated.survey_status_code = 'suppressed' or stated.is_exposure_hidden as is_hidden
    from stated
),

looked_back as (
    select
        judged.*,
        max(case when judged.is_hidden then judged.cycle_number end) over (
            partition by judged.provider_code, judged.profession_code, judged.domain_code
            order by judged.cycle_number
            rows between unbounded preceding and current row
        ) as last_hidden_cycle
    from judged
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    survey_status_code,
    is_survey_hidden,
    is_exposure_hidden,
    is_response_hidden,
    is_hidden,
    -- A run tells of every cycle in it, and of the one that ended the run before it.
    coalesce(cycle_number - last_hidden_cycle <= cycles_in_run, false) as is_run_hidden,
    -- An improvement is measured from a cycle that may be any earlier one.
    last_hidden_cycle is not null as is_trend_hidden
from looked_back
