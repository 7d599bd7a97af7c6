-- Concerns of a cell in a cycle: how many touch it, and what was open on the cut-off date.
select
    concern.wave_code,
    concern.provider_code,
    profession.profession_code,
    domain.domain_code,
    count(*) as concerns_open,
    max(concern.open_isf_category) as open_isf_category,
    bool_or(concern.is_long_open) as has_long_open_concern,
    bool_or(coalesce(concern.is_open_patient_safety, false)) as has_open_patient_safety,
    bool_or(concern.is_open_at_cutoff and concern.has_open_obligation) as has_open_obligation,
    bool_or(concern.is_open_at_cutoff and concern.plan_agreed_on is null) as has_concern_without_plan,
    max(case when concern.is_open_at_cutoff then concern.plan_agreed_on end) as last_plan_agreed_on
from {{ ref('int_concern_cycle') }} as concern
inner join {{ ref('brg_concern_profession') }} as profession on concern.concern_id = profession.concern_id
inner join {{ ref('brg_concern_domain') }} as domain on concern.concern_id = domain.concern_id
group by concern.wave_code, concern.provider_code, profession.profession_code, domain.domain_code
