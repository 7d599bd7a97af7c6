-- For each provider and topic the declaration beside the learners' voice. A gap asks a question, it is no
-- finding: met is declared and learners, or an open concern of the domain, say otherwise.
with declared as (
    select
        trend.cycle,
        trend.provider_code,
        topic.topic_code,
        max(trend.provider_key) as provider_key,
        max(trend.version) as version,
        bool_and(trend.is_signed_off) as is_signed_off,
        count(*) as declarations,
        {{ count_where("trend.declared_code = 'met'") }} as declarations_met,
        {{ count_where("trend.declared_code = 'met_with_exceptions'") }} as declarations_with_exceptions,
        {{ count_where("trend.declared_code = 'not_met'") }} as declarations_not_met,
        {{ count_where('trend.adverse_score is null') }} as declarations_without_answer,
        max(trend.adverse_score) as adverse_score
    from {{ ref('pub_rpt_self_assessment_trend') }} as trend
    inner join {{ ref('assurance_topic_evidence') }} as topic
        on topic.evidence_type = 'declaration' and trend.question_code = topic.evidence_code
    group by trend.cycle, trend.provider_code, topic.topic_code
),

learner as (
    select
        *,
        row_number() over (
            partition by cycle, provider_code, topic_code
            order by gap_points desc nulls last, indicator_code asc
        ) as widest
    from {{ ref('pub_rpt_assurance_learner') }}
),

heard as (
    select
        cycle,
        provider_code,
        topic_code,
        max(wave_code) as wave_code,
        {{ count_where("status_code = 'shown'") }} as indicators_shown,
        {{ count_where('professions_hidden > 0') }} as indicators_hidden,
        {{ count_where('is_below') }} as indicators_below,
        -- Only a shown share has a gap.
        max(case when widest = 1 and gap_points is not null then indicator_code end) as widest_indicator_code
    from learner
    group by cycle, provider_code, topic_code
),

method as (
    -- The gap of the scoring method: its rule looks at the whole domain, and at open concerns too.
    -- The gap of the scoring method, question by question: its rule also sees open concerns.
    select
        gap.cycle,
        gap.provider_code,
        topic.topic_code,
        bool_or(gap.is_assurance_gap) as is_domain_gap,
        bool_or(gap.is_assurance_gap is null) as is_domain_gap_hidden
    from {{ ref('pub_rpt_assurance_gap') }} as gap
    inner join {{ ref('assurance_topic_evidence') }} as topic
        on topic.evidence_type = 'declaration' and gap.question_code = topic.evidence_code
    group by gap.cycle, gap.provider_code, topic.topic_code
),

beside as (
    select
        declared.*,
        {{ worst_declaration('declared.adverse_score') }} as declaration,
        (
            select count(*)
            from {{ ref('assurance_topic_evidence') }} as asked
            where asked.evidence_type = 'learner_indicator' and asked.topic_code = declared.topic_code
        ) as indicators,
        heard.wave_code,
        coalesce(heard.indicators_shown, 0) as indicators_shown,
        coalesce(heard.indicators_hidden, 0) as indicators_hidden,
        coalesce(heard.indicators_below, 0) as indicators_below,
        heard.widest_indicator_code,
        coalesce(method.is_domain_gap, false) as is_domain_gap,
        coalesce(method.is_domain_gap_hidden, false) as is_domain_gap_hidden
    from declared
    left join heard on {{ same_topic('declared', 'heard') }}
    left join method on {{ same_topic('declared', 'method') }}
)

select
    beside.cycle,
    beside.wave_code,
    beside.provider_code,
    beside.provider_key,
    cast(beside.topic_code as varchar) as topic_code,
    cast(topic.topic_name as varchar) as topic_name,
    beside.declaration,
    beside.version,
    beside.is_signed_off,
    beside.declarations,
    beside.declarations_met,
    beside.declarations_with_exceptions,
    beside.declarations_not_met,
    beside.declarations_without_answer,
    {{ survey_evidence('beside.indicators', 'beside.indicators_shown', 'beside.indicators_hidden') }}
        as survey_evidence_code,
    beside.indicators,
    beside.indicators_shown,
    beside.indicators_hidden,
    beside.indicators_below,
    beside.widest_indicator_code,
    {{ topic_status('beside.indicators', 'beside.indicators_shown', 'beside.indicators_hidden') }}
        as status_code,
    learner.respondents,
    learner.learner_favourable_pct,
    learner.benchmark_pct,
    learner.gap_points,
    {{ gap_prompt('beside.indicators_below > 0', 'beside.indicators_hidden > 0') }} as is_learner_gap,
    {{ gap_prompt('beside.is_domain_gap', 'beside.is_domain_gap_hidden') }} as is_domain_gap,
    cast(topic.question as varchar) as question
from beside
inner join {{ ref('assurance_topic') }} as topic on beside.topic_code = topic.topic_code
left join learner
    on {{ same_topic('beside', 'learner') }} and beside.widest_indicator_code = learner.indicator_code
