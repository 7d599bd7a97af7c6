"""Sorting the rows of a file: accepted, or quarantined with the reason; and single answers taken out.

Belongs here: the order in which rules apply, writing both files, counting. Each rule is in its own file.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations import reference
from expectations.contract import Contract
from orchestration.lib.duck import quoted
from orchestration.lib.ingest.conservation import ConservationError
from orchestration.lib.ingest.history import event_type_fault_sql, history_fault_sql, write_history
from orchestration.lib.ingest.readers.raw_table import SOURCE_ROW, RawTable
from orchestration.lib.ingest.reference_keys import ReferenceKeys
from orchestration.lib.ingest.routing import (
    asked_answers_sql,
    cell_fault_sql,
    routed_answers_sql,
    routed_cells_sql,
)
from orchestration.lib.ingest.row_rules import duplicate_sql, fault_sql, row_fault_sql
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.ingest.source import ACCEPTED_NAME, QUARANTINE_NAME, LoadSource
from orchestration.lib.ingest.spreadsheet_traces import spreadsheet_fault_sql, summary_rows
from orchestration.lib.ingest.strange_characters import name_strange_characters


@dataclass(frozen=True)
class RowCounts:
    """Rows and cells of a load; `cells` as `LoadManifest.cells_in`, `summary` as `rows_summary` there."""

    accepted: int
    quarantined: int
    waiting: int
    summary: int
    cells: int
    cells_quarantined: int


def apply_rules(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    source: LoadSource,
    raw: RawTable,
    keys: ReferenceKeys,
    folder: Path,
) -> RowCounts:
    """Apply every row and cell rule to the table `parsed` and write the accepted and the quarantined rows.

    Args:
        con: Connection with the tables of the load and of `keys`.
        contract: The feed's contract.
        source: The file.
        raw: The file as text, for rows that could not be read as cells.
        keys: Known keys of other feeds.
        folder: Where to write.
    """
    con.execute(
        "CREATE OR REPLACE TABLE fault (source_row BIGINT, column_name VARCHAR, rule_id VARCHAR, "
        "offending_value VARCHAR, scope VARCHAR, waits BOOLEAN)"
    )
    con.register("ragged", _ragged_table(raw))
    _set_summary_rows_aside(con, contract, raw)
    ragged = fault_sql("ragged", None, "wrong_field_count", "message", "true")
    _add_faults(con, [ragged, *row_fault_sql(contract, source.today, keys.tables)])
    if contract.feed == "concern_events":
        _add_faults(con, event_type_fault_sql())
    _add_spreadsheet_faults(con, contract)
    # Which of two rows with one key is used, and which events make history, depends on all that is above.
    _add_faults(con, [duplicate_sql(contract)])
    if contract.feed == "concern_events":
        write_history(con, folder)
        _add_faults(con, history_fault_sql(con))
    con.execute(
        "CREATE OR REPLACE VIEW good AS SELECT * FROM parsed "
        "WHERE _source_row NOT IN (SELECT source_row FROM fault WHERE scope = 'row')"
    )
    if contract.question_columns:
        con.execute(f"CREATE OR REPLACE VIEW asked AS {asked_answers_sql(contract, 'good')}")
        con.execute(f"CREATE OR REPLACE VIEW routed AS {routed_answers_sql(contract, 'asked')}")
        _add_faults(con, cell_fault_sql("good", "asked"))
    name_strange_characters(con)
    _write_accepted(con, contract, source, folder)
    _write_quarantine(con, contract, source, folder)
    return _count(con, contract, source.file_name, raw.row_count)


def _set_summary_rows_aside(con: duckdb.DuckDBPyConnection, contract: Contract, raw: RawTable) -> None:
    """Take rows of totals out of `parsed`, so that no other rule speaks of them."""
    found = summary_rows(con, contract, raw)
    if found:
        listed = ", ".join(f"({row}, {quoted(word)})" for row, word in found.items())
        source = f"(VALUES {listed}) AS summary ({SOURCE_ROW}, word)"
        _add_faults(con, [fault_sql(source, None, "summary_row", "word", "true")])
        con.execute(f"DELETE FROM parsed WHERE {SOURCE_ROW} IN ({', '.join(map(str, found))})")


def _add_spreadsheet_faults(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Add what a spreadsheet did to a cell, in place of what else is wrong with it because of that."""
    con.execute("CREATE OR REPLACE TABLE other_fault AS FROM fault")
    con.execute("DELETE FROM fault")
    _add_faults(con, spreadsheet_fault_sql(contract))
    con.execute(
        "INSERT INTO fault FROM other_fault AS o WHERE NOT EXISTS (SELECT 1 FROM fault AS f "
        "WHERE f.source_row = o.source_row AND f.column_name = o.column_name)"
    )


def _ragged_table(raw: RawTable) -> pa.Table:
    return pa.table(
        {
            SOURCE_ROW: pa.array([row.source_row for row in raw.ragged], pa.int64()),
            "message": pa.array([row.message for row in raw.ragged], pa.string()),
        }
    )


def _write_accepted(
    con: duckdb.DuckDBPyConnection, contract: Contract, source: LoadSource, folder: Path
) -> None:
    rows = "routed" if contract.question_columns else "good"
    names = ", ".join(f'"{name}"' for name, _ in contract.accepted_schema())
    con.execute(
        f"COPY (SELECT {names} FROM (SELECT *, {quoted(source.load_id)} AS _load_id FROM {rows}) "
        f"ORDER BY _source_row) TO {quoted(str(folder / ACCEPTED_NAME))} (COMPRESSION zstd)"
    )


def _add_faults(con: duckdb.DuckDBPyConnection, selects: list[str]) -> None:
    rules = ", ".join(
        f"({quoted(rule.rule_id)}, {quoted(rule.scope)}, {str(rule.waits).lower()})"
        for rule in RULES.values()
    )
    con.execute(
        "INSERT INTO fault "
        "SELECT f.source_row, f.column_name, f.rule_id, f.offending_value, r.scope, r.waits "
        f"FROM ({' UNION ALL '.join(selects)}) AS f "
        f"JOIN (VALUES {rules}) AS r (rule_id, scope, waits) ON f.rule_id = r.rule_id"
    )


def _write_quarantine(
    con: duckdb.DuckDBPyConnection, contract: Contract, source: LoadSource, folder: Path
) -> None:
    remedies = ", ".join(f"({quoted(rule.rule_id)}, {quoted(rule.remedy)})" for rule in RULES.values())
    con.execute(
        f"COPY (SELECT {quoted(contract.feed)} AS feed, {quoted(source.load_id)} AS load_id, "
        f"{quoted(source.file_name)} AS file_name, source_row, column_name, rule_id, offending_value, "
        "remedy || coalesce(told, '') AS remedy, scope, "
        "scope = 'row' AND bool_and(waits) OVER (PARTITION BY source_row, scope) AS is_waiting "
        f"FROM fault JOIN (VALUES {remedies}) AS r (rule_id, remedy) USING (rule_id) "
        "LEFT JOIN strange ON strange.value = fault.offending_value "
        "ORDER BY source_row, column_name, rule_id) "
        f"TO {quoted(str(folder / QUARANTINE_NAME))} (COMPRESSION zstd)"
    )


def _count(con: duckdb.DuckDBPyConnection, contract: Contract, file_name: str, rows_in: int) -> RowCounts:
    def one(sql: str) -> int:
        row = con.execute(sql).fetchone()
        return int(row[0] or 0) if row else 0

    cells = cells_out = 0
    if contract.question_columns:
        routed = ", ".join(quoted(q.code) for q in reference.questions() if q.base_questions)
        cells_out = one("SELECT count(*) FROM fault WHERE scope = 'cell'")
        cells = one(routed_cells_sql("good")) + one(
            "SELECT count(*) FROM fault "
            f"WHERE rule_id = 'not_asked_in_wave' AND column_name NOT IN ({routed})"
        )
    accepted = one("SELECT count(*) FROM good")
    quarantined = one("SELECT count(DISTINCT source_row) FROM fault WHERE scope = 'row'")
    if accepted + quarantined != rows_in:
        raise ConservationError(
            f"Rows were lost or doubled. {contract.feed}/{file_name}: {rows_in:,} in, {accepted:,} accepted "
            f"and {quarantined:,} quarantined. Remedy: this is a fault of ingest, not of the file; report it "
            "with the archived file."
        )
    return RowCounts(
        accepted=accepted,
        quarantined=quarantined,
        waiting=one(
            "SELECT count(*) FROM (SELECT source_row FROM fault WHERE scope = 'row' "
            "GROUP BY source_row HAVING bool_and(waits))"
        ),
        summary=one("SELECT count(*) FROM fault WHERE rule_id = 'summary_row'"),
        cells=cells,
        cells_quarantined=cells_out,
    )
