"""From a released cell back to the rows of the landing files that make it. Restricted zone.

Belongs here: asking the warehouse by the rules that the table declares. Finding the cell is `cell.py`. Shown
are files and row numbers, no value of a row.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from expectations.contract import contract
from orchestration.lib.duck import quoted
from orchestration.lib.home import Home
from orchestration.lib.lineage.cell import Cell, find_cell, key_condition
from orchestration.lib.lineage.trace_rules import TraceRule, feed_of, reference_tables, trace_rules
from orchestration.lib.run_lock import run_lock

_FIRST_ROWS = 12


@dataclass(frozen=True)
class FileRows:
    """Rows of one landing file that touch a cell.

    Attributes:
        role: counted, described, compared; superseded (a later file replaced them) or left_out (single
            answers of counted rows that ingest put aside).
        rows: Number of rows.
        first: The first of them, as a person counts the rows of the file.
    """

    role: str
    feed: str
    file_name: str
    load_id: str
    sha256: str
    rows: int
    first: tuple[int, ...]


@dataclass(frozen=True)
class Sum:
    """A figure of the cell and what its rows add up to.

    Attributes:
        released: The figure as released; None when it is hidden.
        from_rows: What the rows give.
    """

    figure: str
    released: float | None
    from_rows: float

    @property
    def agrees(self) -> bool | None:
        """Whether the two are the same; None when the figure is hidden."""
        return None if self.released is None else self.released == self.from_rows


@dataclass(frozen=True)
class Trace:
    """Where a cell comes from."""

    cell: Cell
    sums: tuple[Sum, ...]
    files: tuple[FileRows, ...]
    reference_tables: tuple[str, ...]


ROW_COLUMNS = ("role", "feed", "file_name", "load_id", "sha256", "source_row")


def trace_cell(home: Home, table: str, key: Sequence[str]) -> tuple[Trace, list[tuple[Any, ...]]]:
    """Return where a cell of the current release comes from, and every row (columns: `ROW_COLUMNS`).

    Args:
        home: The data home.
        table: Name of a released table.
        key: `column=value` for each column of its primary key.

    Raises:
        TraceError: There is no such cell, or its table declares no rules.
        GateRefused: The warehouse is not the one that the release was made from.
        AnotherRunIsGoing: Another process works on the data home.
    """
    with run_lock(home):
        cell = find_cell(home, table, key)
        manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
        rules = trace_rules(manifest, table)
        with duckdb.connect(str(home.warehouse), read_only=True) as connection:
            _make_cell(connection, cell)
            for rule in rules:
                _add_rows(connection, rule, feed_of(manifest, rule.rows))
            for feed in {feed_of(manifest, rule.rows) for rule in rules if rule.role == "counted"}:
                _add_superseded(connection, home, feed)
            _add_left_out(connection)
            sums = _sums(connection, cell, rules)
            rows = connection.execute(
                f"select distinct {', '.join(ROW_COLUMNS)} from traced"
                " inner join staging.stg_ops__load as load using (feed, load_id)"
                " order by role, feed, file_name, load_id, source_row"
            ).fetchall()
    return Trace(cell, sums, _by_file(rows), reference_tables(manifest, table)), rows


def _make_cell(connection: duckdb.DuckDBPyConnection, cell: Cell) -> None:
    connection.execute(
        f'create temp table cell as select * from published."{cell.table}" where {key_condition(cell.key)}'
    )
    connection.execute(
        "create temp table traced (role varchar, feed varchar, load_id varchar, source_row bigint)"
    )


def _add_rows(connection: duckdb.DuckDBPyConnection, rule: TraceRule, feed: str) -> None:
    connection.execute(
        f"insert into traced select {quoted(rule.role)}, {quoted(feed)}, input.load_id, input.source_row"
        f" from staging.{rule.rows} as input cross join cell where {rule.where}"
    )


def _add_superseded(connection: duckdb.DuckDBPyConnection, home: Home, feed: str) -> None:
    """Add the rows that those of the cell replaced: they carry the same natural key."""
    key = ", ".join(f"coalesce(cast(\"{column}\" as varchar), '')" for column in contract(feed).key)
    connection.execute(
        f"""insert into traced
        select 'superseded', feed, load_id, source_row from staging.stg_ops__superseded_row as superseded
        where feed = {quoted(feed)} and natural_key in (
            select concat_ws('|', {key})
            from read_parquet({quoted(f"{home.accepted / feed}/*.parquet")}, union_by_name = true) as accepted
            inner join traced on accepted._load_id = traced.load_id
                and accepted._source_row = traced.source_row
            where traced.feed = {quoted(feed)} and traced.role = 'counted')"""
    )


def _add_left_out(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "insert into traced select distinct 'left_out', feed, load_id, source_row"
        " from staging.stg_ops__quarantine inner join traced using (feed, load_id, source_row)"
        " where traced.role = 'counted'"
    )


def _sums(connection: duckdb.DuckDBPyConnection, cell: Cell, rules: Sequence[TraceRule]) -> tuple[Sum, ...]:
    totals: Counter[str] = Counter()
    for rule in rules:
        for figure, measure in rule.adds_up.items():
            ((value,),) = connection.execute(
                f"select coalesce({measure}, 0) from staging.{rule.rows} as input cross join cell"
                f" where {rule.where}"
            ).fetchall()
            totals[figure] += value
    return tuple(Sum(figure, _number(cell.values, figure), total) for figure, total in totals.items())


def _number(values: Mapping[str, Any], figure: str) -> float | None:
    value = values[figure]
    return None if value is None else float(value)


def _by_file(rows: Sequence[tuple[Any, ...]]) -> tuple[FileRows, ...]:
    grouped: dict[tuple[str, str, str, str, str], list[int]] = {}
    for role, feed, file_name, load_id, sha256, source_row in rows:
        grouped.setdefault((role, feed, file_name, load_id, sha256), []).append(source_row)
    return tuple(
        FileRows(*file, len(numbers), tuple(numbers[:_FIRST_ROWS])) for file, numbers in grouped.items()
    )
