-- The share of a group less that of everybody else who answered, from shown published numbers only: whoever
-- has the release could do the same sums.
with paired as (
    select
        part.wave_code,
        part.place_level_code,
        part.place_code,
        part.region_code,
        part.provider_key,
        part.profession_code,
        part.characteristic_code,
        part.group_code,
        part.indicator_code,
        part.respondents,
        part.value_pct,
        part.value_lower_95,
        part.value_upper_95,
        everybody.respondents - part.respondents as others_respondents,
        everybody.counted - part.counted as others_counted
    from {{ ref('pub_fct_survey_equality') }} as part
    inner join {{ ref('pub_fct_survey_place') }} as everybody
        on
            part.wave_code = everybody.wave_code
            and part.place_level_code = everybody.place_level_code
            and part.place_code = everybody.place_code
            and part.profession_code = everybody.profession_code
            and part.indicator_code = everybody.indicator_code
    where part.status_code = 'shown' and everybody.status_code = 'shown'
),

-- A comparison with few people says little, and is no more to be shown than a figure about them.
compared as (
    select
        paired.*,
        100.0 * cast(paired.others_counted as double) / paired.others_respondents as others_pct,
        100e0 * {{ wilson_lower('paired.others_counted', 'paired.others_respondents', 'parameter.z') }}
            as others_lower_95,
        100e0 * {{ wilson_upper('paired.others_counted', 'paired.others_respondents', 'parameter.z') }}
            as others_upper_95
    from paired
    cross join (select {{ limit_95_z() }} as z) as parameter
    where
        paired.others_respondents >= {{ disclosure_threshold() }}
        and paired.value_pct is not null
        and paired.others_counted is not null
),

bounded as (
    select
        compared.*,
        compared.value_pct - compared.others_pct as gap_points,
        {{ newcombe_lower(
            'compared.value_pct', 'compared.value_lower_95', 'compared.others_pct', 'compared.others_upper_95'
        ) }} as gap_lower_95,
        {{ newcombe_upper(
            'compared.value_pct', 'compared.value_upper_95', 'compared.others_pct', 'compared.others_lower_95'
        ) }} as gap_upper_95
    from compared
),

worded as (
    select
        bounded.*,
        characteristic.characteristic_label,
        characteristic.group_label,
        characteristic.group_kind,
        indicator.indicator_label,
        bounded.gap_lower_95 > 0 or bounded.gap_upper_95 < 0 as excludes_zero,
        -- Of a negative indicator the smaller share is the better one.
        (bounded.gap_points > 0) = (indicator.polarity = 'positive') as is_more_favourable
    from bounded
    inner join {{ ref('pub_dim_characteristic_group') }} as characteristic
        on
            bounded.characteristic_code = characteristic.characteristic_code
            and bounded.group_code = characteristic.group_code
    inner join {{ ref('pub_dim_indicator') }} as indicator
        on bounded.indicator_code = indicator.indicator_code
)

select
    wave_code,
    place_level_code,
    place_code,
    region_code,
    provider_key,
    profession_code,
    characteristic_code,
    characteristic_label,
    group_code,
    group_label,
    group_kind,
    indicator_code,
    indicator_label,
    respondents,
    value_pct,
    others_respondents,
    others_pct,
    gap_points,
    gap_lower_95,
    gap_upper_95,
    excludes_zero,
    case
        when not excludes_zero then 'no_clear_difference'
        when is_more_favourable then 'more_favourable'
        else 'less_favourable'
    end as reading,
    case
        when excludes_zero and not is_more_favourable
            then 'What do learners of this group say lies behind the difference?'
    end as prompt
from worded
