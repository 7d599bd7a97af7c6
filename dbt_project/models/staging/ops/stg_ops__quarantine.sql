select
    feed,
    load_id,
    file_name,
    source_row,
    column_name,
    rule_id,
    offending_value,
    remedy,
    scope as fault_scope,
    is_waiting
from {{ source('ops', 'quarantine') }}
