-- Ours is shown where the national figure is; declarations are of organisations and need no protection.
with judged as (
    select
        figure.*,
        case
            when figure.base_size is null then 'no_data'
            else coalesce(national.status_code, 'shown')
        end as status_code
    from {{ ref('rpt_published_figure') }} as figure
    left join {{ ref('pub_rpt_national_indicator') }} as national
        on
            figure.source_code = 'nets'
            and figure.wave = national.wave
            and figure.measure_code = national.indicator_code
)

select
    source_code,
    measure_code,
    figure_year,
    wave,
    measure_label,
    base_used,
    comparator,
    published_pct,
    tolerance_points,
    share_of,
    source_page,
    status_code,
    {{ unless("status_code <> 'shown'", 'base_size') }},
    {{ unless("status_code <> 'shown'", 'value_pct') }},
    {{ unless("status_code <> 'shown'", 'difference') }},
    {{ unless("status_code <> 'shown'", 'within_tolerance') }}
from judged
