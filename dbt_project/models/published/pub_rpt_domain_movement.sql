-- How far a cell's survey moved since the cycle before, with a 95 % interval, or why that cannot be said.
-- A change tells of both cycles: it is hidden where the survey of either is.
with cycle as (
    select
        wave_code,
        cutoff_on,
        row_number() over (order by wave_order) as cycle_number
    from {{ ref('pub_dim_wave') }}
    where wave_code in (select risk.wave_code from {{ ref('pub_fct_domain_risk') }} as risk)
),

taken_over as (
    -- A provider that took another over between two cut-offs is not the one it was.
    select distinct
        later.wave_code,
        succession.successor_code as provider_code
    from {{ ref('pub_brg_provider_successor') }} as succession
    inner join cycle as later on succession.valid_from <= later.cutoff_on
    inner join cycle as earlier
        on
            later.cycle_number = earlier.cycle_number + 1
            and succession.valid_from > earlier.cutoff_on
    where succession.steps > 0
),

stated as (
    select
        cell.wave_code,
        before_cycle.wave_code as previous_wave_code,
        cell.provider_code,
        cell.provider_key,
        cell.profession_code,
        cell.domain_code,
        movement.items_compared,
        movement.z_now,
        movement.z_before,
        movement.z_change,
        movement.change_lower_95,
        movement.change_upper_95,
        cell.method_version,
        cell.parameter_hash,
        case
            when before_cycle.wave_code is null then 'first_cycle'
            when 'suppressed' in (cell.survey_status_code, earlier.survey_status_code) then 'hidden'
            when cell.z_survey is null or earlier.z_survey is null then 'no_score'
            when taken_over.provider_code is not null then 'provider_changed'
            when movement.z_change is null then 'not_comparable'
            else 'compared'
        end as comparison_code
    from {{ ref('pub_fct_domain_risk') }} as cell
    inner join cycle on cell.wave_code = cycle.wave_code
    left join cycle as before_cycle on cycle.cycle_number = before_cycle.cycle_number + 1
    left join {{ ref('pub_fct_domain_risk') }} as earlier
        on
            before_cycle.wave_code = earlier.wave_code
            and cell.provider_code = earlier.provider_code
            and cell.profession_code = earlier.profession_code
            and cell.domain_code = earlier.domain_code
    left join taken_over
        on cell.wave_code = taken_over.wave_code and cell.provider_code = taken_over.provider_code
    left join {{ ref('fct_domain_movement') }} as movement on {{ same_cell('cell', 'movement') }}
)

select
    wave_code,
    previous_wave_code,
    provider_code,
    provider_key,
    profession_code,
    domain_code,
    comparison_code,
    {{ unless("comparison_code <> 'compared'", 'items_compared') }},
    {{ unless("comparison_code <> 'compared'", 'z_now') }},
    {{ unless("comparison_code <> 'compared'", 'z_before') }},
    {{ unless("comparison_code <> 'compared'", 'z_change') }},
    {{ unless("comparison_code <> 'compared'", 'change_lower_95') }},
    {{ unless("comparison_code <> 'compared'", 'change_upper_95') }},
    case
        when comparison_code <> 'compared' then null
        when change_lower_95 > 0 then 'less_favourable'
        when change_upper_95 < 0 then 'more_favourable'
        else 'no_clear_change'
    end as direction_code,
    method_version,
    parameter_hash
from stated
