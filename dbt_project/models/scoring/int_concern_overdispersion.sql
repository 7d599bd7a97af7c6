-- Overdispersion of concern counts on the square-root scale, over the cells with enough expected (section 4).
-- Few cells of one profession expect that many, so a cycle's cells are taken together.
with unit as (
    select
        exposure.wave_code,
        exposure.z_raw,
        exposure.inverse_variance
    from {{ ref('int_concern_exposure') }} as exposure
    cross join {{ ref('int_scoring_parameter') }} as parameter
    where exposure.expected >= parameter.concern_min_expected
)

select * from ({{ overdispersion('unit', ['wave_code'], ref('int_scoring_parameter')) }}) as spread
