-- Concerns of a rolled-up cell: distinct ones, since one concern touches several professions and domains.
with touched as (
    select
        {{ columns_of('member', roll_up_key()) }},
        concern.concern_id,
        coalesce(bool_or(member.learners > 0), false) as is_exposed
    from {{ ref('int_concern_cycle') }} as concern
    inner join {{ ref('brg_concern_profession') }} as profession on concern.concern_id = profession.concern_id
    inner join {{ ref('brg_concern_domain') }} as domain on concern.concern_id = domain.concern_id
    inner join {{ ref('int_roll_up_member') }} as member
        on
            concern.wave_code = member.wave_code
            and concern.provider_code = member.provider_code
            and profession.profession_code = member.member_profession_code
            and domain.domain_code = member.member_domain_code
    group by {{ columns_of('member', roll_up_key()) }}, concern.concern_id
)

select
    {{ columns_of('touched', roll_up_key()) }},
    -- Only what touches learners whose number is known can be compared with what they would lead to expect.
    count(case when touched.is_exposed then 1 end) as concerns_compared,
    {{ concern_figures('concern') }}
from touched
inner join {{ ref('int_concern_cycle') }} as concern
    on touched.wave_code = concern.wave_code and touched.concern_id = concern.concern_id
group by {{ columns_of('touched', roll_up_key()) }}
