-- How far a cell's survey moved since the cycle before, on the scale of this cycle, with the deviation that
-- sampling alone would give it. Only items that both cycles scored, against the same kind of benchmark and on
-- one side of a break of comparability. The derivation stands in the description.
with item as (
    select
        chosen.wave_code,
        chosen.provider_code,
        chosen.profession_code,
        chosen.domain_code,
        chosen.indicator_code,
        chosen.benchmark,
        chosen.item_weight,
        score.y - score.target as distance,
        score.s,
        sqrt(score.s * score.s + score.tau2) as scale,
        cycle.cycle_number,
        cycle.wave_year >= indicator.comparable_from_year as is_after_break
    from {{ ref('int_survey_domain_item') }} as chosen
    inner join {{ ref('int_survey_item_score') }} as score
        on
            chosen.wave_code = score.wave_code
            and chosen.provider_code = score.provider_code
            and chosen.profession_code = score.profession_code
            and chosen.indicator_code = score.indicator_code
    inner join {{ ref('int_scoring_cycle') }} as cycle on chosen.wave_code = cycle.wave_code
    inner join {{ ref('dim_indicator') }} as indicator on chosen.indicator_code = indicator.indicator_code
),

pair as (
    select
        item.wave_code,
        earlier.wave_code as previous_wave_code,
        item.provider_code,
        item.profession_code,
        item.domain_code,
        item.indicator_code,
        item.item_weight,
        -- One unit of this cycle's scale for both: a change of sample size alone moves nothing.
        item.distance / item.scale as z_now,
        earlier.distance / item.scale as z_before,
        item.s / item.scale as noise_now,
        earlier.s / item.scale as noise_before
    from item
    inner join item as earlier
        on
            item.provider_code = earlier.provider_code
            and item.profession_code = earlier.profession_code
            and item.indicator_code = earlier.indicator_code
            and item.cycle_number = earlier.cycle_number + 1
            and item.benchmark = earlier.benchmark
            and item.is_after_break = earlier.is_after_break
),

spread as (
    select
        one.wave_code,
        one.provider_code,
        one.profession_code,
        one.domain_code,
        sqrt({{ ordered_sum('one.item_weight * other.item_weight * correlation.rho') }}) as deviation,
        sqrt({{ ordered_sum(
            'one.item_weight * other.item_weight * correlation.rho '
            ~ '* (one.noise_now * other.noise_now + one.noise_before * other.noise_before)'
        ) }}) as noise
    from pair as one
    inner join pair as other on {{ same_cell('one', 'other') }}
    inner join {{ ref('int_item_correlation') }} as correlation
        on
            one.wave_code = correlation.wave_code
            and one.domain_code = correlation.domain_code
            and one.indicator_code = correlation.indicator_code
            and other.indicator_code = correlation.other_indicator_code
    group by one.wave_code, one.provider_code, one.profession_code, one.domain_code
),

moved as (
    select
        pair.wave_code,
        pair.previous_wave_code,
        pair.provider_code,
        pair.profession_code,
        pair.domain_code,
        count(*) as items_compared,
        {{ reproducible(ordered_sum('pair.item_weight * pair.z_now') ~ ' / spread.deviation') }} as z_now,
        {{ reproducible(ordered_sum('pair.item_weight * pair.z_before') ~ ' / spread.deviation') }}
            as z_before,
        {{ reproducible('spread.noise / spread.deviation') }} as change_deviation
    from pair
    inner join spread on {{ same_cell('pair', 'spread') }}
    group by
        pair.wave_code, pair.previous_wave_code, pair.provider_code, pair.profession_code, pair.domain_code,
        spread.deviation, spread.noise
)

select
    cast(moved.wave_code as varchar) as wave_code,
    cast(moved.previous_wave_code as varchar) as previous_wave_code,
    cast(moved.provider_code as varchar) as provider_code,
    cast(moved.profession_code as varchar) as profession_code,
    cast(moved.domain_code as varchar) as domain_code,
    cast(moved.items_compared as bigint) as items_compared,
    cast(moved.z_now as double) as z_now,
    cast(moved.z_before as double) as z_before,
    cast(moved.change_deviation as double) as change_deviation,
    {{ reproducible('moved.z_now - moved.z_before') }} as z_change,
    {{ reproducible('moved.z_now - moved.z_before - parameter.limit_95_z * moved.change_deviation') }}
        as change_lower_95,
    {{ reproducible('moved.z_now - moved.z_before + parameter.limit_95_z * moved.change_deviation') }}
        as change_upper_95,
    cast(parameter.method_version as integer) as method_version,
    cast(parameter.parameter_hash as varchar) as parameter_hash
from moved
cross join {{ ref('int_scoring_parameter') }} as parameter
