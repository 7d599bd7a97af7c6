-- What a later file with the same natural key replaced. Nothing is lost: the whole row is kept as JSON text.
{%- set feeds = [
    ('register', 'providers'),
    ('register', 'provider_attributes'),
    ('register', 'education_providers'),
    ('learners', 'learner_numbers'),
    ('nets', 'nets_responses'),
    ('nets', 'nets_aggregates'),
    ('psa', 'psa'),
    ('concerns', 'concerns'),
    ('concerns', 'concern_events'),
] %}
{% for source_name, feed in feeds %}
select
    '{{ feed }}' as feed,
    concat_ws(
        '|'
        {%- for column in natural_keys()[feed] %},
        coalesce(cast(ranked.{{ column }} as varchar), '')
        {%- endfor %}
    ) as natural_key,
    ranked._load_id as load_id,
    ranked._source_row as source_row,
    cast(ranked.load_rank as bigint) as load_rank,
    {{ row_as_json('ranked') }} as row_values
from ({{ ranked_by_load(source_name, feed) }}) as ranked
where ranked.load_rank > 1
{{ 'union all' if not loop.last }}
{% endfor %}
