-- Correlation of the z of two survey items across units, per wave and domain (scoring method section 2).
-- Both orders of a pair are listed, and every item with itself.
with item as (
    select
        wave_code,
        domain_code,
        provider_code,
        profession_code,
        indicator_code,
        z
    from {{ ref('int_survey_item_score') }}
    where is_scored and profession_code <> 'all' and domain_code is not null
)

select * from ({{ item_correlation('item') }}) as correlation
