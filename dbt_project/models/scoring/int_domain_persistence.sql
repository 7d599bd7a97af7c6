-- For how many consecutive cycles, up to this one, a cell has been flagged, or looked at and found clean.
-- A cycle without evidence is neither, and breaks the run, as does one in which the cell does not occur.
with cell as (
    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        cycle_number,
        case
            when flagged_source_count > 0 then 'flagged'
            when evidence_state = 'insufficient' then 'unknown'
            else 'clean'
        end as finding
    from {{ ref('int_domain_risk') }}
),

grouped as (
    select
        cell.*,
        -- Constant along neighbouring cycles with the same finding.
        cell.cycle_number - row_number() over (
            partition by cell.provider_code, cell.profession_code, cell.domain_code, cell.finding
            order by cell.cycle_number
        ) as run
    from cell
),

counted as (
    select
        grouped.*,
        row_number() over (
            partition by
                grouped.provider_code,
                grouped.profession_code,
                grouped.domain_code,
                grouped.finding,
                grouped.run
            order by grouped.cycle_number
        ) as cycles_in_run
    from grouped
)

select
    wave_code,
    provider_code,
    profession_code,
    domain_code,
    case when finding = 'flagged' then cycles_in_run else 0 end as cycles_flagged,
    case when finding = 'clean' then cycles_in_run else 0 end as cycles_clean
from counted
