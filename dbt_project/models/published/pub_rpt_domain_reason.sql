-- Why a cell is where it is, in sentences, for every shown cell at watch or above, with a source flagged or
-- with a floor. From published tables only: what is hidden is never spoken of.
with flagged as (
    select cell.*
    from {{ ref('pub_fct_domain_risk') }} as cell
    where
        cell.status_code = 'shown'
        and (
            {{ band_order('cell.band') }} >= {{ band_order("'watch'") }}
            or cell.flagged_source_count > 0
            or cell.floor_reason is not null
        )
),

item as (
    select
        part.wave_code,
        part.provider_code,
        part.profession_code,
        part.domain_code,
        {{ item_phrase(
            'indicator.display_label', 'answered.value_pct', 'alike.value_pct', 'answered.respondents'
        ) }} as phrase,
        row_number() over (
            partition by part.wave_code, part.provider_code, part.profession_code, part.domain_code
            order by part.contribution desc, part.item_code asc
        ) as place
    from {{ ref('pub_fct_risk_contribution') }} as part
    inner join flagged on {{ same_cell('part', 'flagged') }}
    inner join {{ ref('pub_dim_indicator') }} as indicator on part.item_code = indicator.indicator_code
    inner join {{ ref('pub_fct_survey_indicator') }} as answered
        on
            part.wave_code = answered.wave_code
            and part.provider_code = answered.provider_code
            and part.profession_code = answered.profession_code
            and part.item_code = answered.indicator_code
    -- The benchmark of an item: the country's share in the profession, or in all where few are alike.
    left join {{ ref('pub_fct_survey_place') }} as alike
        on
            part.wave_code = alike.wave_code
            and part.item_code = alike.indicator_code
            and alike.place_level_code = 'national'
            and alike.profession_code = case flagged.benchmark_used
                when 'profession' then part.profession_code
                when 'all_professions' then 'all'
            end
    -- Items that speak against the cell, where the survey as a whole does.
    where part.source = 'survey' and part.contribution > 0 and flagged.z_survey > 0
),

named as (
    select
        wave_code,
        provider_code,
        profession_code,
        domain_code,
        count(*) as items_named,
        'Of those asked, ' || string_agg(phrase, '; ' order by place) || '.' as items_sentence
    from item
    where place <= 3
    group by wave_code, provider_code, profession_code, domain_code
),

spoken as (
    select
        flagged.*,
        coalesce(named.items_named, 0) as items_named,
        concat_ws(
            ' ', {{ learners_sentence('flagged') }}, named.items_sentence, {{ distance_sentence('flagged') }}
        ) as survey_reason,
        {{ concerns_sentence('flagged') }} as concerns_reason,
        {{ declaration_sentence('flagged') }} as declaration_reason,
        {{ floor_sentence('flagged') }} as floor_sentence,
        {{ evidence_sentence('flagged') }} as evidence_reason,
        {{ question_sentence('flagged') }} as question
    from flagged
    cross join {{ ref('int_scoring_parameter') }} as parameter
    left join named on {{ same_cell('flagged', 'named') }}
)

select
    wave_code,
    provider_code,
    provider_key,
    profession_code,
    domain_code,
    band,
    evidence_state,
    cast(items_named as bigint) as items_named,
    nullif(survey_reason, '') as survey_reason,
    concerns_reason,
    declaration_reason,
    floor_sentence as floor_explanation,
    evidence_reason,
    question,
    concat_ws(
        ' ',
        'Band: ' || {{ as_words('band') }} || '.',
        nullif(survey_reason, ''),
        concerns_reason,
        declaration_reason,
        floor_sentence,
        evidence_reason,
        question
    ) as reason,
    method_version,
    parameter_hash
from spoken
