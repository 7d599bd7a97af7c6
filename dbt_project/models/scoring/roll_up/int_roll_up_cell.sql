-- Every rolled-up cell with the people in it: learners and responses of a provider and profession count once,
-- whatever the number of domains.
with member as (
    select distinct
        {{ roll_up_key() | join(', ') }},
        place_level_code,
        provider_code,
        provider_key,
        member_profession_code,
        learners,
        respondents
    from {{ ref('int_roll_up_member') }}
)

select
    {{ roll_up_key() | join(', ') }},
    place_level_code,
    max(case when place_level_code = 'provider' then provider_key end) as provider_key,
    count(distinct provider_code) as providers,
    count(distinct member_profession_code) as professions,
    cast(sum(learners) as bigint) as learners,
    cast(sum(respondents) as bigint) as respondents,
    -- A rate needs the learners of everybody who answered.
    bool_and(coalesce(respondents, 0) = 0 or learners is not null) as has_all_learners
from member
group by {{ roll_up_key() | join(', ') }}, place_level_code
