-- The items that speak for a domain.
with score as (
    select *
    from {{ ref('int_survey_item_score') }}
    where is_scored and profession_code <> 'all' and domain_code is not null
)

select * from ({{ survey_domain_item('score') }}) as item
