-- What is it? Every concern has exactly one primary domain and at least one profession.
-- When does it matter? Without them a concern reaches no cell of the score, or two.
-- How to resolve: look at profession_codes and domain_codes of the concern in staging.
select
    concern.concern_id,
    count(distinct domain.domain_code) as primary_domains,
    count(distinct profession.profession_code) as professions
from {{ ref('fct_concern') }} as concern
left join {{ ref('brg_concern_domain') }} as domain
    on concern.concern_id = domain.concern_id and domain.is_primary
left join {{ ref('brg_concern_profession') }} as profession on concern.concern_id = profession.concern_id
group by concern.concern_id
having count(distinct domain.domain_code) <> 1 or count(distinct profession.profession_code) = 0
