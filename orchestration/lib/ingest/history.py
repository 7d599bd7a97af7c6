"""Faults of concern events that only the concern's history shows.

Belongs here: order of closure and reopening, the chain of categories, suspensions. Does not belong here:
the state of a concern over time, which the warehouse derives.

Events arrive late and out of order, in several files. So the order that counts is `occurred_on`, the
history is that of all readable events of all files that were not set aside, and three of the faults wait:
when the missing event arrives, the load is made again and the row passes by itself. Within one day the
order of events is unknown; an event is faulted only when no order of that day would be valid. Which events
are readable depends on their own file alone. Of an event told in several files the version of the file seen
last counts, for the other events of its own file too. So the result does not depend on the order in which
files arrived, nor on how events were spread over them; only a correction must come after what it corrects.
"""

from pathlib import Path

import duckdb

from orchestration.lib.duck import quoted
from orchestration.lib.ingest.row_rules import fault_sql, written

HISTORY_NAME = "history.parquet"
_EVENT_COLUMNS = "event_id, concern_id, occurred_on, recorded_at, event_type, from_category, to_category"
_EMPTY = (
    "SELECT CAST(NULL AS VARCHAR) AS event_id, CAST(NULL AS VARCHAR) AS concern_id, "
    "CAST(NULL AS DATE) AS occurred_on, CAST(NULL AS TIMESTAMP) AS recorded_at, "
    "CAST(NULL AS VARCHAR) AS event_type, CAST(NULL AS VARCHAR) AS from_category, "
    "CAST(NULL AS VARCHAR) AS to_category WHERE false"
)
# A closure may carry conditions, which are set and met while the concern stays closed.
_ALLOWED_AFTER_CLOSE = "('reopened', 'condition_set', 'condition_met')"
# Only these say what the category is from then on; a category noted on any other event is a remark.
SETS_CATEGORY = "event_type IN ('raised', 'categorised', 'reopened')"
_CLOSED_BEFORE_RAISED = "event_type = 'closed' AND occurred_on < raised_on"
_NEEDED_BY_TYPE = {
    "to_category": "('categorised')",
    "recipient": "('shared')",
    "condition_code": "('condition_set', 'condition_met')",
}


def event_type_fault_sql() -> list[str]:
    """Return SELECTs of events that lack what their type needs."""
    return [
        fault_sql(
            "parsed", column, "missing_for_event_type", "event_type",
            f"event_type IN {types} AND {written(column)} IS NULL",
        )
        for column, types in _NEEDED_BY_TYPE.items()
    ]  # fmt: skip


def write_history(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the readable events of the load as `history.parquet`, for the loads of other files.

    Args:
        con: Connection with the tables `parsed` and `fault` (row faults that do not wait are final).
        folder: The load's folder.
    """
    con.execute(
        f"COPY (SELECT {_EVENT_COLUMNS} FROM parsed WHERE _source_row NOT IN "
        "(SELECT source_row FROM fault WHERE NOT waits) ORDER BY event_id) "
        f"TO {quoted(str(folder / HISTORY_NAME))}"
    )


def read_histories(con: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """Make the table `told_event` of the events of all files, each with the place of its file.

    Args:
        con: A connection.
        files: `history.parquet` of every load, in the order they were seen; one may not be made yet.
    """
    con.execute(f"CREATE OR REPLACE TABLE told_event AS SELECT *, 0 AS place FROM ({_EMPTY})")
    for place, file in enumerate(files):
        put_history(con, place, file)


def put_history(con: duckdb.DuckDBPyConnection, place: int, file: Path) -> None:
    """Put the events of a load in `told_event` in place of what it told before; it may have no file."""
    con.execute(f"DELETE FROM told_event WHERE place = {place}")
    if file.exists():
        con.execute(
            f"INSERT INTO told_event SELECT {_EVENT_COLUMNS}, {place} FROM read_parquet({quoted(str(file))})"
        )


def choose_other_events(con: duckdb.DuckDBPyConnection, own: int) -> str:
    """Make the table `other_event` of the events of other files, each in the version of the file seen last.

    Args:
        con: Connection with `told_event`.
        own: Place of the load that is judged; versions of loads after it replace its own (`is_later`).

    Returns:
        SHA-256 of the table's rows.
    """
    con.execute(
        f"CREATE OR REPLACE TABLE other_event AS SELECT {_EVENT_COLUMNS}, place > {own} AS is_later "
        f"FROM told_event WHERE place <> {own} "
        "QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY place DESC) = 1"
    )
    row = con.execute(
        f"SELECT sha256(coalesce(string_agg(line, chr(10) ORDER BY line), '')) "
        f"FROM (SELECT concat_ws('|', {_EVENT_COLUMNS}, is_later) AS line FROM other_event)"
    ).fetchone()
    return str(row[0]) if row else ""


def history_fault_sql(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return SELECTs of history faults of the rows that have no final fault.

    Args:
        con: Connection with `parsed`, `fault`, `other_event` and `known_concern`; gets `own_event`,
            `raised` and `event`.
    """
    con.execute(
        "CREATE OR REPLACE TABLE own_event AS SELECT * FROM parsed "
        "WHERE _source_row NOT IN (SELECT source_row FROM fault)"
    )
    # As the loads of other files see this one's events: an unknown concern keeps a row out, not its version.
    own = "SELECT * FROM parsed WHERE _source_row NOT IN (SELECT source_row FROM fault WHERE NOT waits)"
    con.execute(
        f"CREATE OR REPLACE TABLE readable AS SELECT {_EVENT_COLUMNS} FROM ({own}) "
        "WHERE event_id NOT IN (SELECT event_id FROM other_event WHERE is_later) "
        f"UNION ALL SELECT {_EVENT_COLUMNS} FROM other_event "
        f"WHERE is_later OR event_id NOT IN (SELECT event_id FROM ({own}))"
    )
    con.execute(
        "CREATE OR REPLACE TABLE raised AS SELECT key, min(raised_on) AS raised_on FROM ("
        "SELECT key, raised_on FROM known_concern UNION ALL "
        "SELECT concern_id, occurred_on FROM readable WHERE event_type = 'raised') GROUP BY key"
    )
    # A closure that cannot be closes nothing: what follows it is judged without it.
    con.execute(
        "CREATE OR REPLACE TABLE event AS SELECT readable.* FROM readable "
        f"LEFT JOIN raised ON readable.concern_id = raised.key "
        f"WHERE NOT coalesce({_CLOSED_BEFORE_RAISED}, false)"
    )
    return [_closed_before_raised_sql(), *_category_sql(), _after_close_sql()]


def _closed_before_raised_sql() -> str:
    source = "own_event JOIN raised ON own_event.concern_id = raised.key"
    return fault_sql(
        source,
        "occurred_on",
        "closed_before_raised",
        written("occurred_on"),
        _CLOSED_BEFORE_RAISED,
    )


def _category_sql() -> list[str]:
    """Changes whose category before is neither that of the last day with a category, nor of the same day."""
    same = f"e.concern_id = own_event.concern_id AND e.{SETS_CATEGORY} AND e.to_category IS NOT NULL"
    last_day = (
        f"(SELECT max(e.occurred_on) FROM event AS e WHERE {same} AND e.occurred_on < own_event.occurred_on)"
    )
    recorded = "SELECT k.isf_category FROM known_concern AS k WHERE k.key = own_event.concern_id"
    judged = (
        f"(SELECT own_event.*, {last_day} AS last_day FROM own_event "
        "WHERE event_type = 'categorised' AND from_category IS NOT NULL) AS own_event"
    )
    in_force = (
        f"(EXISTS (SELECT 1 FROM event AS e WHERE {same} AND e.to_category = own_event.from_category "
        "AND e.event_id <> own_event.event_id "
        "AND e.occurred_on IN (own_event.last_day, own_event.occurred_on)) "
        f"OR (own_event.last_day IS NULL AND own_event.from_category IN ({recorded})))"
    )
    suspended = (
        f"(EXISTS (SELECT 1 FROM event AS e WHERE {same} AND e.to_category = '4' "
        "AND e.event_id <> own_event.event_id AND e.occurred_on <= own_event.occurred_on) "
        f"OR '4' IN ({recorded}))"
    )
    unsuspended = f"own_event.from_category = '4' AND NOT {suspended}"
    value = "own_event.from_category"
    return [
        fault_sql(judged, "from_category", "suspension_without_event", value, unsuspended),
        fault_sql(judged, "from_category", "category_jump", value, f"NOT {in_force} AND NOT ({unsuspended})"),
    ]


def _after_close_sql() -> str:
    closed = (
        "(SELECT max(c.occurred_on) FROM event AS c WHERE c.concern_id = own_event.concern_id "
        "AND c.event_type = 'closed' AND c.occurred_on < own_event.occurred_on)"
    )
    judged = f"(SELECT own_event.*, {closed} AS closed_on FROM own_event) AS own_event"
    reopened = (
        "EXISTS (SELECT 1 FROM event AS r WHERE r.concern_id = own_event.concern_id "
        "AND r.event_type = 'reopened' "
        "AND r.occurred_on BETWEEN own_event.closed_on AND own_event.occurred_on)"
    )
    return fault_sql(
        judged,
        "event_type",
        "event_after_close",
        "event_type",
        f"closed_on IS NOT NULL AND event_type NOT IN {_ALLOWED_AFTER_CLOSE} AND NOT {reopened}",
    )
