-- Share of providers that declare a question met, by cycle and place. Percentages of providers: never mixed
-- with percentages of learners. Unanswered, not applicable and drafts stand beside the share, never in it.
with declared as (
    select
        trend.*,
        provider.region_code,
        provider.icb_code,
        provider.provider_type_code
    from {{ ref('pub_rpt_self_assessment_trend') }} as trend
    left join {{ ref('pub_dim_provider') }} as provider on trend.provider_key = provider.provider_key
),

placed as (
    select
        declared.*,
        'national' as place_level_code,
        'ENGLAND' as place_code
    from declared
    {%- for level, column in [
        ['region', 'region_code'], ['icb', 'icb_code'], ['provider_type', 'provider_type_code']
    ] %}
    union all
    select
        declared.*,
        '{{ level }}' as place_level_code,
        {{ column }} as place_code
    from declared
    where {{ column }} is not null
    {%- endfor %}
),

counted as (
    select
        cycle,
        question_code,
        question_label,
        answer_level,
        place_level_code,
        place_code,
        count(*) as providers,
        count(adverse_score) as answered,
        {%- for code in ['met', 'met_with_exceptions', 'not_met', 'not_applicable', 'unanswered', 'draft'] %}
        {{ count_where("declared_code = '" ~ code ~ "'") }} as {{ code }},
        {%- endfor %}
        {{ count_where('adverse_score is not null and adverse_score_before is not null') }}
            as answered_in_both,
        {{ count_where("change_code = 'improving'") }} as improving,
        {{ count_where("change_code = 'worsening'") }} as worsening
    from placed
    group by cycle, question_code, question_label, answer_level, place_level_code, place_code
),

shared as (
    select
        *,
        case when answered > 0 then 100e0 * met / answered end as met_pct
    from counted
)

select
    shared.cycle,
    shared.question_code,
    shared.question_label,
    shared.answer_level,
    shared.place_level_code,
    shared.place_code,
    shared.providers,
    shared.answered,
    shared.met,
    shared.met_with_exceptions,
    shared.not_met,
    shared.not_applicable,
    shared.unanswered,
    shared.draft,
    shared.met_pct,
    earlier.met_pct as met_pct_before,
    shared.met_pct - earlier.met_pct as change_points,
    shared.answered_in_both,
    shared.improving,
    shared.worsening
from shared
left join shared as earlier
    on
        shared.question_code = earlier.question_code
        and shared.place_level_code = earlier.place_level_code
        and shared.place_code = earlier.place_code
        and shared.cycle = earlier.cycle + 1
