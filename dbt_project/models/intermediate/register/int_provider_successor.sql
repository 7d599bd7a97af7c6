-- Every provider with the chain of those who carried on after it, itself first. On every day exactly one of
-- them answers for it, so a join by date never doubles a figure.
with recursive link as (
    select
        provider_code,
        successor_code,
        succeeded_on
    from {{ ref('int_provider_succession') }}
    where is_followed
),

chain as (
    select
        provider_code,
        provider_code as successor_code,
        0 as steps,
        date '1900-01-01' as valid_from,
        concat(';', provider_code, ';') as path,
        false as is_circular
    from {{ ref('int_provider_version') }}
    where is_current
    union all
    select
        chain.provider_code,
        link.successor_code,
        chain.steps + 1 as steps,
        -- Who was taken over late goes straight to the one that stands at the end by then.
        greatest(chain.valid_from, link.succeeded_on) as valid_from,
        concat(chain.path, link.successor_code, ';') as path,
        instr(chain.path, concat(';', link.successor_code, ';')) > 0 as is_circular
    from chain
    inner join link on chain.successor_code = link.provider_code
    where not chain.is_circular
),

judged as (
    select
        *,
        bool_or(is_circular) over (partition by provider_code) as runs_in_a_circle
    from chain
),

-- A chain that runs into a circle has no end: the provider stays its own and qc_provider_successor names it.
followed as (
    select
        provider_code,
        successor_code,
        steps,
        valid_from,
        runs_in_a_circle,
        coalesce(
            lead(valid_from) over (partition by provider_code order by steps), date '9999-12-31'
        ) as valid_to
    from judged
    where steps = 0 or not runs_in_a_circle
)

select
    provider_code,
    successor_code,
    steps,
    valid_from,
    valid_to,
    valid_to = date '9999-12-31' as is_today,
    runs_in_a_circle
from followed
where valid_from < valid_to
