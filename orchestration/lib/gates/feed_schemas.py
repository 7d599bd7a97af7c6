"""Columns of the tables that feed suites see beside the accepted rows.

Belongs here: names and DuckDB types only. Filling them is `feed_tables.py`.
"""

# The one row of table `load`. Counts are those of the manifest; a rule compares them with the files.
LOAD_SCHEMA = (
    ("feed", "VARCHAR"),
    ("load_id", "VARCHAR"),
    ("file_name", "VARCHAR"),
    ("rows_in", "BIGINT"),
    ("rows_accepted", "BIGINT"),
    ("rows_quarantined", "BIGINT"),
    ("rows_waiting", "BIGINT"),
    ("cells_in", "BIGINT"),
    ("cells_accepted", "BIGINT"),
    ("cells_quarantined", "BIGINT"),
    ("quarantined_share", "DOUBLE"),
    ("quarantined_share_without_waiting", "DOUBLE"),
)

# One row per fault that ingest put aside, as `quarantine.parquet` of a load holds it.
QUARANTINE_SCHEMA = (
    ("feed", "VARCHAR"),
    ("load_id", "VARCHAR"),
    ("file_name", "VARCHAR"),
    ("source_row", "BIGINT"),
    ("column_name", "VARCHAR"),
    ("rule_id", "VARCHAR"),
    ("offending_value", "VARCHAR"),
    ("remedy", "VARCHAR"),
    ("scope", "VARCHAR"),
    ("is_waiting", "BOOLEAN"),
)
