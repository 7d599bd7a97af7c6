-- Evidence about a provider that the register does not show as open on that day. Often a merger of which one
-- side still reports under its old code.
with evidence as (
    select
        'survey' as evidence_stream,
        indicator.wave_code as occasion,
        wave.closes_on as evidence_on,
        indicator.provider_code,
        indicator.provider_key,
        max(indicator.respondents) as weight
    from {{ ref('fct_survey_indicator') }} as indicator
    inner join {{ ref('dim_wave') }} as wave on indicator.wave_code = wave.wave_code
    group by indicator.wave_code, wave.closes_on, indicator.provider_code, indicator.provider_key
    union all
    select
        'concern' as evidence_stream,
        concern.concern_id as occasion,
        concern.raised_on as evidence_on,
        concern.provider_code,
        concern.provider_key,
        cast(1 as bigint) as weight
    from {{ ref('fct_concern') }} as concern
),

-- Closing is known only afterwards, so the dates are taken from what the register says now.
register as (
    select
        provider_code,
        opened_on,
        closed_on,
        successor_code
    from {{ ref('dim_provider') }}
    where is_current
)

select
    evidence.evidence_stream,
    evidence.occasion,
    evidence.evidence_on,
    evidence.provider_code,
    evidence.provider_key,
    evidence.weight,
    register.opened_on,
    register.closed_on,
    register.successor_code
from evidence
inner join register on evidence.provider_code = register.provider_code
where evidence.evidence_on < register.opened_on or evidence.evidence_on > register.closed_on
