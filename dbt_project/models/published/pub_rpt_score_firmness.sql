-- How many bands change when one parameter moves to an end of its governed range: per alternative and wave,
-- over the cells the release shows. Insufficient evidence is counted apart: neither up nor down leads there.
with cell as (
    select
        risk.*,
        risk.band = 'insufficient_evidence' as is_insufficient
    from {{ ref('pub_fct_domain_risk') }} as risk
    where risk.status_code = 'shown'
),

wave as (
    select
        wave_code,
        method_version,
        parameter_hash,
        {{ count_where('not is_insufficient') }} as cells,
        {{ count_where('is_insufficient') }} as cells_insufficient
    from cell
    group by wave_code, method_version, parameter_hash
),

tried as (
    {%- for end in ['low', 'high'] %}
    select
        range_of.parameter || '_{{ end }}' as alternative_code,
        range_of.parameter,
        cast(governed.value as double) as governed_value,
        range_of.{{ end }} as tried_value,
        range_of.why
    from {{ ref('scoring_sensitivity') }} as range_of
    inner join {{ ref('scoring_parameter') }} as governed on range_of.parameter = governed.parameter
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

changed as (
    select
        cell.wave_code,
        other.alternative_code,
        cell.is_insufficient,
        other.alternative_band = 'insufficient_evidence' as is_insufficient_then,
        {{ band_order('other.alternative_band') }} - {{ band_order('cell.band') }} as bands_up
    from cell
    inner join {{ ref('fct_band_alternative') }} as other on {{ same_cell('cell', 'other') }}
),

counted as (
    select
        wave_code,
        alternative_code,
        {{ count_where('not is_insufficient') }} as cells_changed,
        {{ count_where('not is_insufficient and not is_insufficient_then and bands_up > 0') }} as cells_up,
        {{ count_where('not is_insufficient and not is_insufficient_then and bands_up < 0') }} as cells_down,
        {{ count_where('not is_insufficient and is_insufficient_then') }} as cells_to_insufficient,
        {{ count_where('is_insufficient') }} as cells_from_insufficient
    from changed
    group by wave_code, alternative_code
)

select
    wave.wave_code,
    tried.alternative_code,
    tried.parameter,
    tried.governed_value,
    tried.tried_value,
    tried.why,
    wave.cells,
    coalesce(counted.cells_changed, 0) as cells_changed,
    coalesce(counted.cells_up, 0) as cells_up,
    coalesce(counted.cells_down, 0) as cells_down,
    coalesce(counted.cells_to_insufficient, 0) as cells_to_insufficient,
    100e0 * coalesce(counted.cells_changed, 0) / nullif(wave.cells, 0) as changed_pct,
    100e0 * coalesce(counted.cells_up, 0) / nullif(wave.cells, 0) as up_pct,
    100e0 * coalesce(counted.cells_down, 0) / nullif(wave.cells, 0) as down_pct,
    wave.cells_insufficient,
    coalesce(counted.cells_from_insufficient, 0) as cells_from_insufficient,
    wave.method_version,
    wave.parameter_hash
from wave
cross join tried
left join counted
    on wave.wave_code = counted.wave_code and tried.alternative_code = counted.alternative_code
