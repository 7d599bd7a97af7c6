-- What is it? Versions of one provider follow each other without gap or overlap, from 1900 to 9999.
-- When does it matter? An overlap doubles every fact of that provider; a gap drops them.
-- How to resolve: look at int_provider_state for the provider: two states on one date are the usual cause.
with neighbour as (
    select
        provider_key,
        provider_code,
        valid_from,
        valid_to,
        lead(valid_from) over (partition by provider_code order by valid_from) as next_valid_from,
        min(valid_from) over (partition by provider_code) as first_valid_from
    from {{ ref('dim_provider') }}
)

select *
from neighbour
where
    valid_from >= valid_to
    or first_valid_from <> date '1900-01-01'
    or (next_valid_from is null and valid_to <> date '9999-12-31')
    or (next_valid_from is not null and next_valid_from <> valid_to)
