-- A rolled-up score beside the cells under it: in how many of them each band stands, and how many are hidden.
-- Counts, never means: the score itself is recomputed from the answers, and may differ from all of its cells.
{% set bands = [
    'training_suspended', 'elevated', 'risk', 'watch', 'no_evidence_of_risk', 'insufficient_evidence'
] %}
with cell as (
    select
        risk.wave_code,
        level.score_level_code,
        case
            when level.place_level_code = 'provider' then risk.provider_code
            else provider.region_code
        end as place_code,
        case when level.is_all_professions then 'all' else risk.profession_code end as profession_code,
        case when level.is_all_domains then 'all' else risk.domain_code end as domain_code,
        risk.band,
        risk.status_code
    from {{ ref('pub_fct_domain_risk') }} as risk
    cross join {{ ref('score_level') }} as level
    left join {{ ref('pub_dim_provider') }} as provider on risk.provider_key = provider.provider_key
),

counted as (
    select
        {{ roll_up_key() | join(', ') }},
        count(*) as cells,
        {%- for band in bands %}
        {{ count_where("band = '" ~ band ~ "'") }} as cells_{{ band }},
        {%- endfor %}
        {{ count_where("status_code = 'suppressed'") }} as cells_hidden
    from cell
    group by {{ roll_up_key() | join(', ') }}
),

named as (
    select
        score.*,
        level.score_level_label,
        coalesce(provider.provider_name, region.region_name) as place_name,
        counted.cells,
        {%- for band in bands %}
        counted.cells_{{ band }},
        {%- endfor %}
        counted.cells_hidden,
        counted.cells_training_suspended + counted.cells_elevated + counted.cells_risk + counted.cells_watch
            as cells_to_look_at
    from {{ ref('pub_fct_domain_risk_roll_up') }} as score
    inner join {{ ref('score_level') }} as level on score.score_level_code = level.score_level_code
    inner join counted on {{ same_cell('score', 'counted', roll_up_key()) }}
    left join {{ ref('pub_dim_provider') }} as provider on score.provider_key = provider.provider_key
    left join {{ ref('region') }} as region
        on score.place_level_code = 'region' and score.place_code = region.region_code
)

select
    {{ roll_up_key() | join(', ') }},
    place_level_code,
    score_level_label,
    provider_key,
    place_name,
    status_code,
    z_composite,
    band_raw,
    band,
    floor_reason,
    evidence_state,
    benchmark_units,
    cells,
    {%- for band in bands %}
    cells_{{ band }},
    {%- endfor %}
    cells_hidden,
    concat_ws(
        ' ',
        case
            when status_code <> 'shown' then 'The score is hidden: it would tell about few people.'
            when band = band_raw then 'Band: ' || {{ as_words('band') }} || '.'
            else
                'Band: ' || {{ as_words('band') }} || ', because of an ' || floor_reason
                || '; by the scores alone: ' || {{ as_words('band_raw') }} || '.'
        end,
        'Of ' || {{ counted_noun('cells', 'cell') }} || ', ' || cast(cells_to_look_at as varchar)
        || ' at watch or above and ' || cast(cells_hidden as varchar) || ' hidden.',
        case when evidence_state = 'limited' then 'Evidence: limited.' end,
        case when cells_to_look_at > 0 then 'Worth asking: what do these cells have in common?' end
    ) as reading,
    method_version,
    parameter_hash
from named
