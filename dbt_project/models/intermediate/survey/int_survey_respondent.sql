-- Who answered: one row per response with the group it falls into under every breakdown. A blank is
-- not_stated, so that the groups of a breakdown always add up to everybody.
with coded as (
    select
        response.wave_code,
        response.response_id,
        response.provider_code,
        response.profession_code,
        {%- for characteristic in protected_characteristics() %}
        {{ code_of('response.' ~ characteristic) }} as {{ characteristic }},
        {%- endfor %}
        response.ukprn
    from {{ ref('stg_nets__response') }} as response
)

select
    coded.wave_code,
    coded.response_id,
    coded.provider_code,
    coded.profession_code,
    {%- for characteristic in protected_characteristics() %}
    {{ listed_group('coded.' ~ characteristic, 'group_of_' ~ characteristic) }} as {{ characteristic }},
    {%- endfor %}
    coalesce(coded.ukprn, 'not_stated') as education_provider
from coded
{{ join_listed_groups('coded') }}
