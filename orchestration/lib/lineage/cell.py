"""The cell to be traced: one row of a released table, found by its key.

Belongs here: naming the cell, finding it in the current release, and making sure that the warehouse at hand
is the one that the release was made from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.lib.duck import quoted, rows_of
from orchestration.lib.home import Home
from orchestration.lib.lineage.trace_rules import TraceError
from orchestration.lib.release.catalogue import CURRENT, current_release
from orchestration.lib.release.datapackage import PARQUET, read_descriptor, tables_of
from orchestration.lib.release.table import Table, read_tables
from orchestration.lib.warehouse.build_record import require_current_candidate


@dataclass(frozen=True)
class Cell:
    """One row of a released table.

    Attributes:
        key: Primary key, column by column, as text.
        values: The row as it was released; empty where a figure is hidden.
        files_in: Files that went into the release.
    """

    version: str
    table: str
    key: dict[str, str]
    values: dict[str, Any]
    files_in: int


def find_cell(home: Home, table: str, key: Sequence[str]) -> Cell:
    """Return a cell of the current release.

    Args:
        home: The data home.
        table: Name of a released table.
        key: `column=value` for each column of its primary key.

    Raises:
        TraceError: There is no release, table or such row, or the key is not that of the table.
        GateRefused: The warehouse is not the one that the release was made from.
    """
    release = current_release(home)
    if release is None:
        raise TraceError("There is no release yet. Next: eqw run")
    descriptor = read_descriptor(release.path)
    tables = {found.name: found for found in tables_of(descriptor)}
    if table not in tables:
        raise TraceError(f"{release.version} holds no table '{table}'. Tables: {', '.join(sorted(tables))}.")
    _require_same_build(home, tables[table])
    wanted = _key(tables[table], key)
    file = home.releases / CURRENT / PARQUET / f"{table}.parquet"
    found = rows_of(file, f"select * from rows where {key_condition(wanted)}")
    if not found:
        told = " ".join(f"{column}={value}" for column, value in wanted.items())
        raise TraceError(f"{table} of {release.version} has no row {told}.")
    accepted = [item for item in descriptor["provenance"]["inputs"] if item["status"] == "accepted"]
    return Cell(release.version, table, wanted, found[0], len(accepted))


def key_condition(key: dict[str, str]) -> str:
    """Return the condition in SQL that a row has this key; values are compared as text."""
    return " and ".join(f'cast("{column}" as varchar) = {quoted(value)}' for column, value in key.items())


def _key(table: Table, given: Sequence[str]) -> dict[str, str]:
    named = dict(item.split("=", 1) for item in given if "=" in item)
    if set(named) != set(table.primary_key) or len(named) != len(given):
        needed = " ".join(f"{column}=…" for column in table.primary_key)
        raise TraceError(f"Name a cell of {table.name} by its whole key: eqw trace {table.name} {needed}")
    return {column: named[column] for column in table.primary_key}


def _require_same_build(home: Home, released: Table) -> None:
    require_current_candidate(home)
    built = {table.name: table.sha256 for table in read_tables(home.candidate)}
    if built.get(released.name) != released.sha256:
        raise TraceError(
            f"{released.name} of the release is not that of the warehouse at hand. Remedy: eqw run, then"
            " trace a cell of the release that it makes."
        )
