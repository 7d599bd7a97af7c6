-- What a provider declares about a cell: organisation-wide answers and those of the profession (section 3).
with answer_of_cycle as ({{ current_answer() }}),

answer_of_cell as ({{ answer_of_cell('answer_of_cycle') }})

select * from ({{ self_assessment_score('answer_of_cell') }}) as score
