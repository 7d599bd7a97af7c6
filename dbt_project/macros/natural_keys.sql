{#-
  Natural key of every feed, as its contract names it (expectations/contracts; a test compares the two).
  Two rows with the same key are two versions of one fact: the later load counts.
-#}
{% macro natural_keys() -%}
    {{ return({
        'providers': ['snapshot_date', 'provider_code'],
        'provider_attributes': ['provider_code', 'valid_from'],
        'education_providers': ['ukprn'],
        'learner_numbers': ['wave', 'provider_code', 'site_code', 'profession', 'learner_level'],
        'nets_responses': ['wave', 'response_id'],
        'nets_aggregates': ['wave', 'provider_code', 'site_code', 'profession', 'indicator_code'],
        'psa': ['provider_code', 'cycle', 'version', 'question_code', 'profession'],
        'concerns': ['concern_id'],
        'concern_events': ['event_id'],
    }) }}
{%- endmacro %}
