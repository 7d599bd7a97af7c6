-- Every figure found in print beside ours: the check of everything between a return and a release. All
-- figures are listed, those for which nothing was loaded too.
with year_wave as (
    -- Print names a year. Where a year has several waves with data the figure belongs to the last one.
    select
        wave_code,
        wave_year,
        row_number() over (partition by wave_year order by wave_order desc) as rank_in_year
    from {{ ref('dim_wave') }}
    where has_data
),

printed as (
    select
        'nets' as source_code,
        figure.indicator_code as measure_code,
        figure.wave_year as figure_year,
        year_wave.wave_code as wave,
        indicator.indicator_label as measure_label,
        indicator.base_description as base_used,
        figure.comparator,
        figure.published_pct,
        figure.tolerance_points,
        figure.share_of,
        figure.source_page,
        national.respondents as base_size,
        national.value_pct
    from {{ ref('nets_published_figure') }} as figure
    inner join {{ ref('dim_indicator') }} as indicator on figure.indicator_code = indicator.indicator_code
    left join year_wave on figure.wave_year = year_wave.wave_year and year_wave.rank_in_year = 1
    left join {{ ref('rpt_national_indicator') }} as national
        on year_wave.wave_code = national.wave and figure.indicator_code = national.indicator_code
    union all
    select
        'psa' as source_code,
        figure.question_code as measure_code,
        figure.cycle as figure_year,
        cast(null as varchar) as wave,
        question.question_label as measure_label,
        'Providers that answered the question and signed off' as base_used,
        '=' as comparator,
        figure.published_pct,
        figure.tolerance_points,
        'met' as share_of,
        figure.source_page,
        national.answers as base_size,
        national.value_pct
    from {{ ref('psa_published_figure') }} as figure
    inner join {{ ref('psa_question') }} as question on figure.question_code = question.question_code
    left join {{ ref('rpt_national_self_assessment') }} as national
        on figure.cycle = national.cycle and figure.question_code = national.question_code
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
    base_size,
    value_pct,
    value_pct - published_pct as difference,
    case
        when value_pct is null then null
        -- The last digits only absorb binary fractions.
        when comparator = '=' then abs(value_pct - published_pct) <= tolerance_points + 1e-9
        when comparator = '>' then value_pct > published_pct
        when comparator = '<' then value_pct < published_pct
    end as within_tolerance
from printed
