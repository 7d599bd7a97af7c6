-- Concerns of a rolled-up cell as limits, flag and a one-sided z, against the cells of its level.
with compared as (
    select
        {{ roll_up_key() | join(', ') }},
        concerns_compared as concerns_open
    from {{ ref('int_roll_up_concern_cell') }}
),

exposure as ({{ concern_exposure('compared', ref('int_roll_up_cell'), roll_up_key()) }}),

overdispersion as ({{ concern_overdispersion('exposure', roll_up_key()) }})

select * from ({{ concern_score('exposure', 'overdispersion', roll_up_key()) }}) as score
