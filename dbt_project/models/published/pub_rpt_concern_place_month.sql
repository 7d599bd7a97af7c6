-- Concerns of a place at every month end: open by category, and what came, went up and went in the month.
with monthly as (
    select
        state.concern_id,
        state.month_end,
        case when state.is_open then state.isf_category end as open_category,
        lag(case when state.is_open then state.isf_category end) over (
            partition by state.concern_id order by state.month_end
        ) as open_category_before,
        concern.provider_code,
        last_day(concern.raised_on) = state.month_end as is_raised,
        concern.patient_safety
    from {{ ref('pub_fct_concern_month') }} as state
    inner join {{ ref('pub_fct_concern') }} as concern on state.concern_id = concern.concern_id
),

touched as (
    select
        monthly.*,
        provider.region_code,
        provider.icb_code,
        profession.profession_code,
        domain.domain_code
    from monthly
    inner join {{ ref('pub_brg_concern_profession') }} as profession
        on monthly.concern_id = profession.concern_id
    inner join {{ ref('pub_brg_concern_domain') }} as domain on monthly.concern_id = domain.concern_id
    left join {{ ref('pub_dim_provider') }} as provider
        on
            monthly.provider_code = provider.provider_code
            and monthly.month_end >= provider.valid_from
            and monthly.month_end < provider.valid_to
    -- Closed and still closed is the past: it adds to no count.
    where monthly.open_category is not null or monthly.open_category_before is not null or monthly.is_raised
)

select
    month_end,
    {{ place_columns() }},
    {%- for category in [0, 1, 2, 3, 4] %}
    {{ count_concerns('open_category = ' ~ category) }} as open_isf_{{ category }},
    {%- endfor %}
    {{ count_concerns('open_category is not null') }} as open_total,
    {{ count_concerns('open_category is not null and patient_safety') }} as open_patient_safety,
    {{ count_concerns('is_raised') }} as raised,
    {{ count_concerns('open_category > open_category_before') }} as escalated,
    {{ count_concerns('open_category < open_category_before') }} as stepped_down,
    {{ count_concerns('open_category is null and open_category_before is not null') }} as closed,
    {{ count_concerns('open_category is not null and open_category_before is null and not is_raised') }}
        as reopened,
    count(distinct case when open_category is not null then provider_code end) as providers_with_open
from touched
{{ grouped_by_place('month_end') }}
