{#-
  Rows of a feed with `load_rank`: 1 is the row that counts, 2 and more were superseded. A later file that carries
  the same natural key wins; within the same load (which has unique keys) the order is fixed, so that a rebuild
  gives the same rows.
-#}
{% macro ranked_by_load(source_name, feed) -%}
    select
        accepted_row.*,
        load_audit.load_sequence,
        row_number() over (
            partition by {{ natural_keys()[feed] | join(', ') }}
            order by
                load_audit.load_sequence desc nulls last,
                accepted_row._load_id desc nulls last,
                accepted_row._source_row desc nulls last
        ) as load_rank
    from {{ source(source_name, feed) }} as accepted_row
    left join {{ source('ops', 'load_audit') }} as load_audit
        on accepted_row._load_id = load_audit.load_id and load_audit.feed = '{{ feed }}'
{%- endmacro %}
