{#-
  What is it? No two rows share the same combination of the given columns (empty counts as a value).
  When does it matter? It is the test of a primary key that spans several columns: a duplicate doubles counts.
  How to resolve: find the join or the load that multiplies rows; never add DISTINCT to hide it.
-#}
{% test unique_combination(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
