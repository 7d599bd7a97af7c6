-- What of a risk cell must be hidden. Each z can be solved for the count behind it, the composite for
-- the z it is made of, and band, p, q, flags and runs of flags narrow the composite: all are hidden with
-- their smallest base.
with judged as (
    select
        cell.wave_code,
        cell.provider_code,
        cell.profession_code,
        cell.domain_code,
        cycle.cycle_number,
        greatest(cell.cycles_flagged, cell.cycles_clean) as cycles_in_run,
        {{ is_small_base('cell.smallest_base') }} as is_survey_hidden,
        {{ is_small_base('cell.learners') }} as is_exposure_hidden,
        {{ is_small_base('cell.respondents') }} as is_response_hidden
    from {{ ref('fct_domain_risk') }} as cell
    inner join {{ ref('int_scoring_cycle') }} as cycle on cell.wave_code = cycle.wave_code
),

looked_back as (
    select
        judged.*,
        judged.is_survey_hidden or judged.is_exposure_hidden as is_hidden,
        max(
            case when judged.is_survey_hidden or judged.is_exposure_hidden then judged.cycle_number end
        ) over (
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
    is_survey_hidden,
    is_exposure_hidden,
    is_response_hidden,
    is_hidden,
    -- A run tells of every cycle in it, and of the one that ended the run before it.
    coalesce(cycle_number - last_hidden_cycle <= cycles_in_run, false) as is_run_hidden,
    -- An improvement is measured from a cycle that may be any earlier one.
    last_hidden_cycle is not null as is_trend_hidden
from looked_back
