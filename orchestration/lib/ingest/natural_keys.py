"""The natural keys that can be read in a load, also in one that was refused.

Belongs here: writing and finding `keys.parquet`. Whether a later load covers them is for the gates to ask.
"""

from pathlib import Path

import duckdb

from expectations.contract import Contract
from orchestration.lib.home import Home
from orchestration.lib.ingest.cast import quoted
from orchestration.lib.ingest.headings import HeadingMatch
from orchestration.lib.ingest.manifest import LoadManifest, load_folder

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
    con: duckdb.DuckDBPyConnection, contract: Contract, match: HeadingMatch, folder: Path
) -> None:
    """Write the readable keys of the table `parsed`; no file when there is none."""
    required = [
        name for name in contract.key if name == "snapshot_date" or not contract.column(name).may_be_blank
    ]
    if any(name not in match.positions for name in required if name != "snapshot_date"):
        return
    keys = ", ".join(f'"{name}"' for name in contract.key)
    readable = " AND ".join(f'"{name}" IS NOT NULL' for name in required)
    select = f"SELECT DISTINCT {keys} FROM parsed WHERE {readable} ORDER BY {keys}"
    row = con.execute(f"SELECT count(*) FROM ({select})").fetchone()
    if row is not None and row[0] > 0:
        con.execute(f"COPY ({select}) TO {quoted(str(folder / KEYS_NAME))} (COMPRESSION zstd)")
