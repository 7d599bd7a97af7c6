-- What is it? Rows of every accepted file equal its rows in use plus the ones a later file superseded.
-- When does it matter? A join that drops or doubles rows moves national figures by a little, unseen.
-- How to resolve: compare the load named with its staging model; look for keys that occur in several loads.
{%- set staging_of_feed = {
    'providers': ref('stg_register__provider_snapshot'),
    'provider_attributes': ref('stg_register__provider_attribute'),
    'education_providers': ref('stg_register__education_provider'),
    'learner_numbers': ref('stg_learners__learner_number'),
    'nets_responses': ref('stg_nets__response'),
    'nets_aggregates': ref('stg_nets__aggregate'),
    'psa': ref('stg_psa__answer'),
    'concerns': ref('stg_concerns__concern'),
    'concern_events': ref('stg_concerns__event'),
} %}
with present as (
    {% for feed, staging in staging_of_feed.items() -%}
    select
        '{{ feed }}' as feed,
        load_id,
        count(*) as present_rows
    from {{ staging }}
    group by load_id
    union all
    {% endfor -%}
    select
        feed,
        load_id,
        count(*) as present_rows
    from {{ ref('stg_ops__superseded_row') }}
    group by feed, load_id
),

summed as (
    select
        feed,
        load_id,
        sum(present_rows) as present_rows
    from present
    group by feed, load_id
)

select
    load.feed,
    load.file_name,
    load.load_id,
    load.rows_accepted,
    summed.present_rows
from {{ ref('stg_ops__load') }} as load
left join summed on load.feed = summed.feed and load.load_id = summed.load_id
where load.status = 'accepted' and load.rows_accepted <> coalesce(summed.present_rows, 0)
