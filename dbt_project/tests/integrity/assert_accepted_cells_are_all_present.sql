-- What is it? Routed answers of every accepted survey file equal those in use plus those in rows that a later
-- file superseded. Several options chosen in one cell are one answer.
-- When does it matter? An answer lost between the file and its long form shrinks a base that few people have.
-- How to resolve: compare the load named with stg_nets__response and stg_nets__answer, question by question.
with routed as (
    select question_code
    from {{ ref('question') }}
    where base_question_codes is not null
),

answered as (
    select distinct
        answer.wave_code,
        answer.response_id,
        answer.question_code
    from {{ ref('stg_nets__answer') }} as answer
    inner join routed on answer.question_code = routed.question_code
),

present as (
    select response.load_id
    from answered
    inner join {{ ref('stg_nets__response') }} as response
        on answered.wave_code = response.wave_code and answered.response_id = response.response_id
    union all
    select superseded.load_id
    from {{ ref('stg_ops__superseded_row') }} as superseded
    cross join routed
    where
        superseded.feed = 'nets_responses'
        and {{ value_of_json('superseded.row_values', 'routed.question_code') }} is not null
),

counted as (
    select
        load_id,
        count(*) as present_cells
    from present
    group by load_id
)

select
    load.file_name,
    load.load_id,
    load.cells_accepted,
    counted.present_cells
from {{ ref('stg_ops__load') }} as load
left join counted on load.load_id = counted.load_id
where
    load.feed = 'nets_responses'
    and load.status = 'accepted'
    and load.cells_accepted <> coalesce(counted.present_cells, 0)
