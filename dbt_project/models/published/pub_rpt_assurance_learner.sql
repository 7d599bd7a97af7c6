-- What learners of a provider answer to each question of a topic, summed over the professions shown. The
-- benchmark expects of each profession its own national share: a mix of professions must not show as a gap.
with year_wave as (
    -- A self-assessment cycle is a year; of a year's waves the last one with results stands beside it.
    select
        wave_year as cycle,
        max_by(wave_code, wave_order) as wave_code
    from {{ ref('pub_dim_wave') }}
    where wave_code in (select indicator.wave_code from {{ ref('pub_fct_survey_indicator') }} as indicator)
    group by wave_year
),

shown as (
    select
        *,
        -- A count file that cannot tell the favourable share adds to neither side of it.
        status_code = 'shown' and favourable is not null as is_summed
    from {{ ref('pub_fct_survey_indicator') }}
),

national as (
    select
        wave_code,
        profession_code,
        indicator_code,
        sum(favourable) / cast(sum(respondents) as double) as share
    from shown
    where is_summed
    group by wave_code, profession_code, indicator_code
),

summed as (
    select
        shown.wave_code,
        shown.provider_code,
        shown.provider_key,
        shown.indicator_code,
        sum(case when shown.is_summed then shown.respondents end) as respondents,
        sum(case when shown.is_summed then shown.favourable end) as favourable,
        {{ ordered_sum('case when shown.is_summed then shown.respondents * national.share end') }}
            as expected,
        {{ count_where('shown.is_summed') }} as professions_shown,
        {{ count_where("shown.status_code = 'suppressed'") }} as professions_hidden
    from shown
    left join national
        on
            shown.wave_code = national.wave_code
            and shown.profession_code = national.profession_code
            and shown.indicator_code = national.indicator_code
    group by shown.wave_code, shown.provider_code, shown.provider_key, shown.indicator_code
),

parameter as (
    select
        {{ triangulation_parameter('topic_interval_z') }} as topic_interval_z,
        {{ triangulation_parameter('topic_min_gap_points') }} as topic_min_gap_points
),

compared as (
    select
        year_wave.cycle,
        summed.*,
        topic.topic_code,
        place.status_code as provider_status_code,
        place.respondents as provider_respondents,
        place.favourable_pct as provider_favourable_pct,
        parameter.topic_min_gap_points,
        100e0 * summed.favourable / summed.respondents as learner_favourable_pct,
        100e0 * summed.expected / summed.respondents as benchmark_pct,
        100e0
        * {{ wilson_upper('summed.favourable', 'summed.respondents', 'parameter.topic_interval_z') }}
            as upper_95_pct,
        100e0
        * {{ wilson_lower('summed.favourable', 'summed.respondents', 'parameter.topic_interval_z') }}
            as lower_95_pct
    from summed
    cross join parameter
    inner join year_wave on summed.wave_code = year_wave.wave_code
    inner join {{ ref('assurance_topic_evidence') }} as topic
        on topic.evidence_type = 'learner_indicator' and summed.indicator_code = topic.evidence_code
    left join {{ ref('pub_fct_survey_place') }} as place
        on
            summed.wave_code = place.wave_code
            and summed.provider_code = place.place_code
            and place.place_level_code = 'provider'
            and place.profession_code = 'all'
            and summed.indicator_code = place.indicator_code
)

select
    cast(cycle as integer) as cycle,
    wave_code,
    provider_code,
    provider_key,
    cast(topic_code as varchar) as topic_code,
    indicator_code,
    {{ learner_status('professions_shown', 'professions_hidden') }} as status_code,
    cast(professions_shown as bigint) as professions_shown,
    cast(professions_hidden as bigint) as professions_hidden,
    cast(respondents as bigint) as respondents,
    cast(favourable as bigint) as favourable,
    cast(learner_favourable_pct as double) as learner_favourable_pct,
    cast(lower_95_pct as double) as lower_95_pct,
    cast(upper_95_pct as double) as upper_95_pct,
    cast(benchmark_pct as double) as benchmark_pct,
    cast(benchmark_pct - learner_favourable_pct as double) as gap_points,
    -- Clear of the benchmark and far enough from it to be worth a question.
    upper_95_pct < benchmark_pct
    and benchmark_pct - learner_favourable_pct >= topic_min_gap_points as is_below,
    coalesce(provider_status_code, 'no_respondents') as provider_status_code,
    provider_respondents,
    provider_favourable_pct
from compared
