-- Concerns of a cell in a cycle: how many touch it, and what was open on the cut-off date.
select
    concern.wave_code,
    concern.provider_code,
    profession.profession_code,
    domain.domain_code,
    {{ concern_figures('concern') }}
from {{ ref('int_concern_cycle') }} as concern
inner join {{ ref('brg_concern_profession') }} as profession on concern.concern_id = profession.concern_id
inner join {{ ref('brg_concern_domain') }} as domain on concern.concern_id = domain.concern_id
group by concern.wave_code, concern.provider_code, profession.profession_code, domain.domain_code
