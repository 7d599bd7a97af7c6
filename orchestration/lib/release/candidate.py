"""The candidate: every published table as one Parquet file, waiting for its gate.

Belongs here: exporting schema `published` with bytes that depend on the rows alone. Does not belong here:
judging them (`lib/gates`) or releasing them (`build.py`).
"""

import json
import shutil
from pathlib import Path

import duckdb

from orchestration.lib.duck import quoted
from orchestration.lib.durable import sha256_of, sync_tree
from orchestration.lib.home import Home
from orchestration.lib.release.errors import CandidateError
from orchestration.lib.release.table import (
    PUBLISHED_SCHEMA,
    TABLES_FILE,
    Column,
    Declaration,
    Table,
    declared_tables,
    in_reference_order,
)
from orchestration.lib.run_lock import run_lock


def export_candidate(home: Home, manifest: Path | None = None) -> dict[str, str]:
    """Export the published tables and swap the whole set in.

    Each table is written in the order of its primary key, so the same rows give the same bytes. The old
    set is never mixed with the new one: between the two there is, at worst, none.

    Args:
        home: The data home; its warehouse is read, its candidate folder is replaced.
        manifest: dbt's manifest of the run that built the warehouse; the home's own when left out.

    Returns:
        SHA-256 of every table's Parquet file.

    Raises:
        CandidateError: Warehouse or manifest is missing, or the two disagree.
        AnotherRunIsGoing: Another process works on the data home.
    """
    declared = declared_tables(manifest or home.dbt_target / "manifest.json")
    if not home.warehouse.is_file():
        raise CandidateError(f"{home.warehouse} is missing: run dbt first.")
    fresh, old = (home.candidate.with_name(f"{home.candidate.name}.{state}") for state in ("new", "old"))
    with run_lock(home):
        fresh.mkdir(parents=True)
        tables = _export(home.warehouse, declared, fresh)
        in_reference_order(tables)
        text = json.dumps([table.model_dump(mode="json") for table in tables], indent=1, ensure_ascii=False)
        (fresh / TABLES_FILE).write_text(text + "\n", encoding="utf-8")
        sync_tree(fresh)
        if home.candidate.exists():
            home.candidate.replace(old)
        fresh.replace(home.candidate)
        shutil.rmtree(old, ignore_errors=True)
    return {table.name: table.sha256 for table in tables}


def _export(warehouse: Path, declared: tuple[Declaration, ...], folder: Path) -> tuple[Table, ...]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        # One thread: row groups are cut at the same rows every time, so bytes depend on the rows alone.
        connection.execute("set enable_progress_bar = false; set threads = 1")
        found = _columns_by_table(connection)
        missing = {table.name for table in declared} ^ set(found)
        if missing:
            raise CandidateError(
                f"Warehouse and manifest disagree about {', '.join(sorted(missing))} in schema "
                f"{PUBLISHED_SCHEMA}: rebuild with dbt, drop what no model makes."
            )
        return tuple(_export_table(connection, table, found[table.name], folder) for table in declared)


def _columns_by_table(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = ? order by table_name, ordinal_position",
        [PUBLISHED_SCHEMA],
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def _export_table(
    connection: duckdb.DuckDBPyConnection,
    declared: Declaration,
    found: list[tuple[str, str]],
    folder: Path,
) -> Table:
    undescribed = {name for name, _ in found} ^ set(declared.column_descriptions)
    if undescribed:
        raise CandidateError(
            f"{declared.name}: YAML and table disagree about {', '.join(sorted(undescribed))}."
        )
    path = folder / f"{declared.name}.parquet"
    order = ", ".join(f'"{column}"' for column in declared.primary_key)
    relation = f'{PUBLISHED_SCHEMA}."{declared.name}"'
    connection.execute(
        f"copy (select * from {relation} order by {order}) to {quoted(str(path))}"
        " (format parquet, compression zstd)"
    )
    rows, keys = connection.execute(
        f"select (select count(*) from {relation}),"
        f" (select count(*) from (select distinct {order} from {relation}))"
    ).fetchall()[0]
    if rows != keys:
        raise CandidateError(f"{declared.name}: {rows - keys} rows repeat the primary key ({order}).")
    return Table(
        name=declared.name,
        description=declared.description,
        grain=declared.grain,
        columns=tuple(
            Column(name=name, type=kind, description=declared.column_descriptions[name])
            for name, kind in found
        ),
        primary_key=declared.primary_key,
        foreign_keys=declared.foreign_keys,
        rows=rows,
        sha256=sha256_of(path),
    )
