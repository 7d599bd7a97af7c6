-- What is it? Rows of every accepted file equal its rows in use plus the ones a later file superseded, each
-- of them once; and no row is there that no accepted file holds.
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
        source_row
    from {{ staging }}
    union all
    {% endfor -%}
    select
        feed,
        load_id,
        source_row
    from {{ ref('stg_ops__superseded_row') }}
),

counted as (
    select
        feed,
        load_id,
        count(*) as present_rows,
        count(distinct source_row) as distinct_rows
    from present
    group by feed, load_id
),

accepted as (
    select
        feed,
        load_id,
        file_name,
        rows_accepted
    from {{ ref('stg_ops__load') }}
    where status = 'accepted'
)

select
    coalesce(accepted.feed, counted.feed) as feed,
    coalesce(accepted.load_id, counted.load_id) as load_id,
    accepted.file_name,
    accepted.rows_accepted,
    counted.present_rows,
    counted.distinct_rows
from accepted
full join counted on accepted.feed = counted.feed and accepted.load_id = counted.load_id
where
    coalesce(accepted.rows_accepted, 0) <> coalesce(counted.present_rows, 0)
    or coalesce(counted.present_rows, 0) <> coalesce(counted.distinct_rows, 0)
