"""The natural keys that can be read in a load, also in one that was refused.

A key can be read when each required part of it is there, is a value of its column, has the form of its column
and is nothing that a spreadsheet put in its place. Rows that sum up the others have no key: no corrected file
could ever hold it.

Belongs here: writing and finding `keys.parquet`. Whether a later load covers them is for the gates to ask.
"""

from collections.abc import Collection
from pathlib import Path

import duckdb

from expectations.contract import Contract
from orchestration.lib.duck import quoted
from orchestration.lib.home import Home
from orchestration.lib.ingest.headings import HeadingMatch, required_key
from orchestration.lib.ingest.manifest import LoadManifest, load_folder
from orchestration.lib.ingest.readers.raw_table import SOURCE_ROW
from orchestration.lib.ingest.spreadsheet_traces import unreadable_key_sql

KEYS_NAME = "keys.parquet"


def natural_keys(home: Home, manifest: LoadManifest) -> Path | None:
    """Return the Parquet file of a load's natural keys (columns `contract(feed).key`, typed, distinct).

    Returns:
        The file, or None when no key can be read: nothing is then known of what the file was about, so no
        other load covers it.
    """
    path = load_folder(home, manifest.feed, manifest.load_id) / KEYS_NAME
    return path if path.exists() else None


def write_natural_keys(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    match: HeadingMatch,
    summary_rows: Collection[int],
    folder: Path,
) -> None:
    """Write the readable keys of the table `parsed`; no file when there is none.

    Args:
        con: Connection with the table `parsed`.
        contract: The feed's contract.
        match: Where the columns lie.
        summary_rows: Rows that only sum up the others.
        folder: The load's folder.
    """
    if any(name not in match.positions for name in required_key(contract)):
        return
    keys = ", ".join(f'"{name}"' for name in contract.key)
    readable = f"NOT ({unreadable_key_sql(contract)})"
    if contract.snapshot_date_from_name:
        readable += " AND snapshot_date IS NOT NULL"
    if summary_rows:
        readable += f" AND {SOURCE_ROW} NOT IN ({', '.join(map(str, summary_rows))})"
    select = f"SELECT DISTINCT {keys} FROM parsed WHERE {readable} ORDER BY {keys}"
    row = con.execute(f"SELECT count(*) FROM ({select})").fetchone()
    if row is not None and row[0] > 0:
        con.execute(f"COPY ({select}) TO {quoted(str(folder / KEYS_NAME))} (COMPRESSION zstd)")
