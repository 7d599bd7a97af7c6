"""What is wrong with one file, for whoever sent it: row by row, in words, with the keys of the rows.

Belongs here: the table to send and where it may be written. CSV and XLSX are `sheet.py`.

Keys are read again from the archived bytes, as they stand in the file, pseudonyms included: they go back to
whoever sent them. Nothing else of a restricted or free-text column is repeated.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Contract, contract
from orchestration.lib.duck import quoted
from orchestration.lib.durable import write_atomically
from orchestration.lib.gates.standing import LoadStanding
from orchestration.lib.home import Home
from orchestration.lib.ingest.headings import match_headings
from orchestration.lib.ingest.readers.raw_table import SOURCE_ROW
from orchestration.lib.ingest.readers.read_file import read_file
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.landing.archive import archived_file
from orchestration.lib.quarantine.allowed import CODE_RULES, allowed_codes
from orchestration.lib.quarantine.errors import QuarantineError
from orchestration.lib.quarantine.faults import shown_faults
from orchestration.lib.quarantine.selection import select_load
from orchestration.lib.quarantine.sheet import WRITERS
from orchestration.lib.settings import read_settings

_ROW = "Row in your file"
_COLUMN = "Column"
_FOUND = "Found"
_WRONG = "What is wrong"
_REMEDY = "What to do"
_ALLOWED = "Allowed codes"
_LEFT_OUT = "Left out"
_WAITS = "Loads by itself later"
_RULE = "Rule"
_WIDTHS = {_ROW: 10, _COLUMN: 24, _FOUND: 28, _WRONG: 50, _REMEDY: 60, _ALLOWED: 40, _LEFT_OUT: 12}
_WIDTHS |= {_WAITS: 12, _RULE: 26}
_KEY_WIDTH = 18


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes:
        faults: Lines in the file.
        rows: Distinct rows of the sender's file that they speak of; 0 for a file rejected as a whole.
        cells_left_out: Faults of single answers that were not written because `cells` was not asked for.
    """

    path: Path
    feed: str
    file_name: str
    load_id: str
    status: str
    faults: int
    rows: int
    cells_left_out: int


def export_faults(home: Home, file: str, to: Path, *, cells: bool = False, force: bool = False) -> Exported:
    """Write what is wrong with a file as CSV or XLSX, by the ending of `to`, sorted by row.

    Args:
        home: The data home.
        file: As `select_load`.
        to: The file to write, outside the data home.
        cells: Also single answers that were left out although their row is used.
        force: Replace a file that is there.

    Raises:
        QuarantineError: There is no such file, or `to` cannot be written.
        ArchiveError: The archived bytes are missing or changed.
    """
    load = select_load(home, file)
    target = _checked_target(home, to, force)
    table, cells_left_out = _rejection_table(load), 0
    if table is None:
        table, cells_left_out = _fault_table(home, load, cells)
    widths = {name: _WIDTHS.get(name, _KEY_WIDTH) for name in table.column_names}
    write_atomically(target, WRITERS[target.suffix.lower()](table, widths))
    rows = pc.count_distinct(table.column(_ROW), mode="only_valid").as_py()
    return Exported(
        target, load.feed, load.file_name, load.load_id, load.status, table.num_rows, rows, cells_left_out
    )


def _checked_target(home: Home, to: Path, force: bool) -> Path:
    target = to.expanduser().absolute()
    if target.suffix.lower() not in WRITERS:
        raise QuarantineError(
            f"{to} ends neither in {' nor in '.join(WRITERS)}: name the format by its ending."
        )
    if not target.parent.is_dir():
        raise QuarantineError(f"The folder {target.parent} does not exist. Make it first, or name another.")
    if target.resolve().is_relative_to(home.root):
        raise QuarantineError(f"{to} lies in the data home. Name a path outside it: the file is to be sent.")
    if target.is_dir():
        raise QuarantineError(f"{to} is a folder. Name a file in it.")
    if target.exists() and not force:
        raise QuarantineError(f"{to} is there already. Name another file, or replace it with --force.")
    return target


def _rejection_table(load: LoadStanding) -> pa.Table | None:
    """Return the one line about a file of which no row was read; None when its rows were read."""
    if load.manifest is None or load.manifest.rejection is None:
        return None
    rejection = load.manifest.rejection
    line = {
        _ROW: None,
        _COLUMN: None,
        _FOUND: None,
        _WRONG: f"The file was not taken in. {RULES[rejection.rule_id].what} {rejection.message}",
        _REMEDY: rejection.remedy,
        _ALLOWED: None,
        _LEFT_OUT: "whole file",
        _WAITS: "no",
        _RULE: rejection.rule_id,
    }
    text = pa.string()
    return pa.table(
        {name: pa.array([value], pa.int64() if name == _ROW else text) for name, value in line.items()}
    )


def _fault_table(home: Home, load: LoadStanding, cells: bool) -> tuple[pa.Table, int]:
    whats = ", ".join(f"({quoted(rule.rule_id)}, {quoted(rule.what)})" for rule in RULES.values())
    described = contract(load.feed)
    allowed = pa.table(
        {"column_name": list(codes := allowed_codes(described)), "codes": list(codes.values())},
        pa.schema({"column_name": pa.string(), "codes": pa.string()}),
    )
    code_rules = ", ".join(map(quoted, CODE_RULES))
    with shown_faults(home, [load]) as con:
        keys = _make_key_table(con, home, load, described)
        con.register("allowed", allowed)
        key_columns = "".join(f', k."{name}"' for name in keys)
        table = con.execute(
            f"""
            SELECT f.source_row AS "{_ROW}"{key_columns}, f.column_name AS "{_COLUMN}", f.value AS "{_FOUND}",
                w.what AS "{_WRONG}", f.remedy AS "{_REMEDY}", a.codes AS "{_ALLOWED}",
                CASE WHEN f.scope = 'row' THEN 'row' ELSE 'this answer' END AS "{_LEFT_OUT}",
                CASE WHEN f.is_waiting THEN 'yes' ELSE 'no' END AS "{_WAITS}", f.rule_id AS "{_RULE}"
            FROM shown AS f
            JOIN (VALUES {whats}) AS w (rule_id, what) ON w.rule_id = f.rule_id
            LEFT JOIN key AS k ON k.row_number = f.source_row
            LEFT JOIN allowed AS a ON a.column_name = f.column_name AND f.rule_id IN ({code_rules})
            WHERE f.scope = 'row' OR {cells}
            ORDER BY f.source_row, f.column_name, f.rule_id
            """
        ).to_arrow_table()
        left_out = con.execute("SELECT count(*) FROM shown WHERE scope = 'cell'").fetchone()
    return table, 0 if cells or left_out is None else int(left_out[0])


def _make_key_table(
    con: duckdb.DuckDBPyConnection, home: Home, load: LoadStanding, described: Contract
) -> list[str]:
    """Make the table `key`: row_number and the key columns as written in the file; return their names."""
    raw = read_file(
        archived_file(home, load.sha256, load.file_name), described, read_settings(home).reader_limits
    )
    match = match_headings(described, raw.headings, raw.table.num_columns - 1)
    names = [name for name in described.key if name in match.positions]
    con.register("raw", raw.table)
    columns = "".join(f', c{match.positions[name]} AS "{name}"' for name in names)
    con.execute(f"CREATE TABLE key AS SELECT {SOURCE_ROW} AS row_number{columns} FROM raw")
    return names
