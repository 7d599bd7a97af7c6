{#-
  Pieces of evidence as rows, each with: cell_key, evidence_code, item_code, value, threshold (only where it is not
  a governed parameter), observed_month and fact_key, the primary key of the row in which it stands, joined by "|".
  `cell` is the relation of the cells with their prompts.
-#}

{#- What the risk cell itself says. -#}
{% macro cell_evidence(cell) -%}
{%- set pieces = [
    ['survey_flagged', 'z_survey is not null', 'z_survey', 'null'],
    ['concerns_flagged', "concern_limit in ('above_95', 'above_998')", 'concerns_lower_95', 'concerns_expected'],
    ['declared_met', "declaration = 'met'", '0', 'null'],
    ['open_category', 'open_isf_category is not null', 'open_isf_category', 'null'],
    ['patient_safety', 'has_open_patient_safety', '1', 'null'],
    ['cycles_flagged', 'cycles_flagged > 0', 'cycles_flagged', 'null'],
    ['cycles_clean', 'cycles_clean > 0', 'cycles_clean', 'null'],
    ['sources_improving', 'improving_source_count > 0', 'improving_source_count', 'null'],
    ['no_open_obligation', 'not has_open_obligation', '0', 'null'],
] -%}
{%- for code, condition, value, threshold in pieces %}
select
    cell_key,
    '{{ code }}' as evidence_code,
    cast(null as varchar) as item_code,
    cast({{ value }} as double) as value,
    cast({{ threshold }} as double) as threshold,
    {{ month_of('cutoff_on') }} as observed_month,
    cell_key as fact_key
from {{ cell }}
where {{ condition }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- What single rows behind the cell say: survey items, declarations, concerns, earlier cycles. -#}
{% macro row_evidence(cell) -%}
select
    cell.cell_key,
    'survey_item' as evidence_code,
    item.item_code,
    item.z as value,
    cast(null as double) as threshold,
    {{ month_of('cell.cutoff_on') }} as observed_month,
    concat_ws('|', cell.cell_key, item.source, item.item_code) as fact_key
from {{ cell }} as cell
inner join {{ ref('pub_fct_risk_contribution') }} as item on {{ same_cell('cell', 'item') }}
where item.source = 'survey'
union all
select
    cell.cell_key,
    'not_met' as evidence_code,
    answer.question_code as item_code,
    answer.adverse_score as value,
    cast(null as double) as threshold,
    {{ month_of('cast(answer.submitted_at as date)') }} as observed_month,
    concat_ws(
        '|', answer.provider_code, cast(answer.cycle as varchar), cast(answer.version as varchar),
        answer.question_code, answer.profession_code
    ) as fact_key
from {{ cell }} as cell
inner join {{ ref('pub_dim_wave') }} as wave on cell.wave_code = wave.wave_code
inner join {{ ref('pub_fct_self_assessment') }} as answer
    on
        cell.provider_code = answer.provider_code
        and wave.wave_year = answer.cycle
        and cell.domain_code = answer.domain_code
        and answer.profession_code in ('all', cell.profession_code)
where answer.is_current and answer.answer_code = 'not_met'
{% for code, condition, value in [
    ['open_concern', 'concern.isf_category_at_cutoff is not null', 'concern.isf_category_at_cutoff'],
    ['patient_safety_concern', 'concern.is_open_patient_safety', '1'],
] -%}
union all
select
    cell.cell_key,
    '{{ code }}' as evidence_code,
    cast(null as varchar) as item_code,
    cast({{ value }} as double) as value,
    cast(null as double) as threshold,
    concern.raised_on as observed_month,
    concern.concern_id as fact_key
from {{ cell }} as cell
inner join {{ ref('pub_rpt_concern_cycle') }} as concern
    on cell.wave_code = concern.wave_code and cell.provider_code = concern.provider_code
inner join {{ ref('pub_brg_concern_profession') }} as profession
    on concern.concern_id = profession.concern_id and cell.profession_code = profession.profession_code
inner join {{ ref('pub_brg_concern_domain') }} as domain
    on concern.concern_id = domain.concern_id and cell.domain_code = domain.domain_code
where {{ condition }}
{% endfor -%}
union all
-- The cycles of an unbroken run are the last ones flagged before this one: as many as it counts.
select
    run.cell_key,
    'flagged_cycle' as evidence_code,
    run.sources_flagged as item_code,
    cast(run.flagged_source_count as double) as value,
    cast(null as double) as threshold,
    run.observed_month,
    run.earlier_key as fact_key
from (
    select
        cell.cell_key,
        cell.cycles_flagged,
        earlier.sources_flagged,
        earlier.flagged_source_count,
        {{ month_of('earlier.cutoff_on') }} as observed_month,
        earlier.cell_key as earlier_key,
        row_number() over (partition by cell.cell_key order by earlier.cutoff_on desc) as steps_back
    from {{ cell }} as cell
    inner join {{ cell }} as earlier
        on
            cell.provider_code = earlier.provider_code
            and cell.profession_code = earlier.profession_code
            and cell.domain_code = earlier.domain_code
            and cell.cutoff_on >= earlier.cutoff_on
    where cell.is_persistent
) as run
where run.steps_back <= run.cycles_flagged
{%- endmacro %}
