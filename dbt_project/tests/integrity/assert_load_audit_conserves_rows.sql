-- What is it? Every row of a file was either accepted or quarantined, and what is said to be accepted
-- is there.
-- When does it matter? A row that is neither has been lost without anybody being told.
-- How to resolve: reload the file named; if it repeats, the reader of that feed drops rows before it
-- counts them.
select
    feed,
    file_name,
    load_id,
    rows_in,
    rows_accepted,
    rows_quarantined
from {{ ref('ops_load_audit') }}
where
    status <> 'rejected'
    and (
        rows_in <> rows_accepted + rows_quarantined
        or cells_in <> cells_accepted + cells_quarantined
        or rows_waiting > rows_quarantined
    )
