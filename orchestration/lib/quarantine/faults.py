"""The faults that ingest put aside, as they may be shown: restricted and free-text values are masked.

Belongs here: reading `quarantine.parquet` of any number of loads. Does not belong here: which loads
(`selection.py`), what a file for the sender looks like (`export.py`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from expectations.contract import FEEDS, contract
from expectations.masking import MASK
from orchestration.lib.duck import connect, quoted
from orchestration.lib.gates.standing import LoadStanding
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import load_folder
from orchestration.lib.ingest.source import QUARANTINE_NAME

# Longer values say nothing more, and a cell may hold a hundred thousand characters.
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Fault:
    """One fault of one row or cell.

    Attributes:
        status: How the load stands.
        row: Row of the file as a person counts it (a heading is row 1).
        column: Column at fault; None when it is the row as a whole.
        value: What was found, masked where it may not be shown; None for a blank.
        scope: `row` when the row was kept out, `cell` when only this answer was.
        waits: The row loads by itself when other data arrive.
    """

    feed: str
    file_name: str
    load_id: str
    status: str
    row: int
    column: str | None
    rule_id: str
    value: str | None
    scope: str
    waits: bool
    remedy: str


@dataclass(frozen=True)
class FaultCount:
    """Faults of one load, rule and column.

    Attributes:
        rows: Distinct rows.
        waiting: Those among them that wait.
        first_row: The first row with it.
        first_value: What was found there, masked where it may not be shown.
    """

    feed: str
    file_name: str
    load_id: str
    status: str
    rule_id: str
    column: str | None
    scope: str
    rows: int
    waiting: int
    first_row: int
    first_value: str | None
    remedy: str


def list_faults(
    home: Home,
    loads: Sequence[LoadStanding],
    rule_id: str | None = None,
    waiting: bool = False,
    limit: int | None = None,
) -> list[Fault]:
    """Return faults in the order of the loads, then by row.

    Args:
        home: The data home.
        loads: Whose faults.
        rule_id: Of this rule only.
        waiting: Only those of rows that wait.
        limit: At most so many.
    """
    some = f"LIMIT {limit}" if limit is not None else ""
    with shown_faults(home, loads, rule_id, waiting) as con:
        rows = con.execute(
            "SELECT feed, file_name, load_id, status, source_row, column_name, rule_id, value, scope, "
            f"is_waiting, remedy FROM shown ORDER BY place, source_row, column_name, rule_id {some}"
        ).fetchall()
    return [Fault(*row) for row in rows]


def count_faults(
    home: Home, loads: Sequence[LoadStanding], rule_id: str | None = None, waiting: bool = False
) -> list[FaultCount]:
    """Return faults by load, rule and column, most rows of a load first; arguments as `list_faults`."""
    with shown_faults(home, loads, rule_id, waiting) as con:
        rows = con.execute(
            "SELECT feed, file_name, load_id, status, rule_id, column_name, scope, "
            "count(DISTINCT source_row) AS faulty, "
            "count(DISTINCT source_row) FILTER (WHERE is_waiting), min(source_row), "
            "arg_min(struct_pack(v := value), source_row).v, any_value(remedy) FROM shown "
            "GROUP BY place, feed, file_name, load_id, status, rule_id, column_name, scope "
            "ORDER BY place, faulty DESC, rule_id, column_name"
        ).fetchall()
    return [FaultCount(*row) for row in rows]


@contextmanager
def shown_faults(
    home: Home, loads: Sequence[LoadStanding], rule_id: str | None = None, waiting: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database with the view `shown`: faults with values masked; arguments as `list_faults`."""
    conditions = [f"f.rule_id = {quoted(rule_id)}"] if rule_id else []
    conditions += ["f.is_waiting"] if waiting else []
    with connect() as con:
        con.execute(
            "CREATE TABLE load "
            "(place BIGINT, feed VARCHAR, load_id VARCHAR, file_name VARCHAR, status VARCHAR)"
        )
        files = []
        for place, load in enumerate(loads):
            path = load_folder(home, load.feed, load.load_id) / QUARANTINE_NAME
            if path.is_file():
                files.append(quoted(str(path)))
                con.execute(
                    "INSERT INTO load VALUES (?, ?, ?, ?, ?)",
                    [place, load.feed, load.load_id, load.file_name, load.status],
                )
        source = f"read_parquet([{', '.join(files)}], union_by_name = true)" if files else _NOTHING
        con.execute(
            f"""
            CREATE VIEW shown AS
            SELECT
                load.place, f.feed, load.file_name, f.load_id, load.status, f.source_row, f.column_name,
                f.rule_id, {_value_sql()} AS value, f.scope, f.is_waiting, f.remedy
            FROM {source} AS f
            JOIN load ON load.feed = f.feed AND load.load_id = f.load_id
            {"WHERE " + " AND ".join(conditions) if conditions else ""}
            """
        )
        yield con


_NOTHING = (
    "(SELECT '' AS feed, '' AS load_id, 0 AS source_row, '' AS column_name, '' AS rule_id, "
    "'' AS offending_value, '' AS remedy, '' AS scope, false AS is_waiting WHERE false)"
)


def _value_sql() -> str:
    """Return the value as it may be shown: masked by column, cut to a length that can be read."""
    hidden = ", ".join(
        f"({quoted(feed)}, {quoted(column.name)})"
        for feed in FEEDS
        for column in contract(feed).columns
        if column.restricted or column.free_text
    )
    return (
        "CASE WHEN f.offending_value IS NOT NULL AND EXISTS ("
        f"SELECT 1 FROM (VALUES {hidden}) AS hidden (feed, column_name) WHERE hidden.feed = f.feed "
        "AND list_contains(string_split(f.column_name, ', '), hidden.column_name)) "
        f"THEN {quoted(MASK)} "
        f"WHEN length(f.offending_value) > {_MOST_CHARACTERS} "
        f"THEN left(f.offending_value, {_MOST_CHARACTERS}) || '…' ELSE f.offending_value END"
    )
