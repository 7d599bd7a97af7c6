"""The operational tables dbt reads: one row per load, one row per quarantined fault of an accepted load.

Belongs here: writing `ops/`. The counts are those of the manifests; nothing is counted again here.
"""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.contract import contract
from orchestration.lib.duck import connect
from orchestration.lib.durable import write_atomically
from orchestration.lib.gates.feed_schemas import QUARANTINE_SCHEMA
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home

LOAD_AUDIT = "load_audit.parquet"
QUARANTINE = "quarantine.parquet"
_COUNTS = (
    "rows_in",
    "rows_accepted",
    "rows_quarantined",
    "rows_waiting",
    "cells_in",
    "cells_accepted",
    "cells_quarantined",
)
_AUDIT_SCHEMA = pa.schema(
    [
        ("feed", pa.string()),
        ("load_id", pa.string()),
        ("file_name", pa.string()),
        ("sha256", pa.string()),
        ("bytes", pa.int64()),
        ("load_sequence", pa.int64()),
        ("status", pa.string()),
        ("rule_ids", pa.string()),
        ("reason", pa.string()),
        ("contract_version", pa.int64()),
        *((count, pa.int64()) for count in _COUNTS),
        ("unknown_columns", pa.int64()),
        ("warnings", pa.string()),
    ]
)
_QUARANTINE_ORDER = "feed, load_id, source_row, column_name, rule_id, offending_value"


def write_ops(home: Home) -> None:
    """Write `ops/load_audit.parquet` and `ops/quarantine.parquet`; the same state gives the same bytes.

    Raises:
        GateRefused: A load has not been through its gate, so it has no status to write.
    """
    standings = standing(home)
    if unchecked := [found for found in standings if found.status == "unchecked"]:
        raise GateRefused("\n".join(f"{found.feed}: {found.reason}" for found in unchecked))
    write_atomically(_audit_path(home), _audit_bytes(standings))
    _write_quarantine(home, standings)


def require_current_audit(home: Home) -> None:
    """Let pass only when the written audit says how the loads stand now.

    Raises:
        GateRefused: A file was landed, judged or set aside since it was written.
    """
    path = _audit_path(home)
    if not path.is_file() or path.read_bytes() != _audit_bytes(standing(home)):
        raise GateRefused(
            "A file was landed, judged or set aside since the warehouse was built. Remedy: eqw run"
        )


def _audit_path(home: Home) -> Path:
    return home.ops / LOAD_AUDIT


def _audit_bytes(standings: list[LoadStanding]) -> bytes:
    audit = pa.Table.from_pylist([_audit_row(found) for found in standings], _AUDIT_SCHEMA)
    sink = io.BytesIO()
    pq.write_table(audit, sink, compression="zstd")
    return sink.getvalue()


def _audit_row(found: LoadStanding) -> dict[str, object]:
    manifest = found.manifest
    warned = [] if found.receipt is None else [rule.rule_id for rule in found.receipt.warnings]
    if manifest is not None:
        warned += [warning.rule_id for warning in manifest.warnings]
    return {
        "feed": found.feed,
        "load_id": found.load_id,
        "file_name": found.file_name,
        "sha256": found.sha256,
        "bytes": found.bytes,
        "load_sequence": found.load_sequence,
        "status": found.status,
        "rule_ids": ";".join(found.rule_ids),
        "reason": found.reason,
        "contract_version": manifest.contract_version if manifest else contract(found.feed).version,
        **{count: getattr(manifest, count) if manifest else 0 for count in _COUNTS},
        # The number alone: a file without a heading row has cells where its headings should be.
        "unknown_columns": len(manifest.unknown_columns) if manifest else 0,
        "warnings": ";".join(dict.fromkeys(warned)),
    }


def _write_quarantine(home: Home, standings: list[LoadStanding]) -> None:
    """Write the faults of every accepted load, in one order: of other loads nothing goes on."""
    kept = [home.loads / found.feed / found.load_id for found in standings if found.status == "accepted"]
    files = [str(load / "quarantine.parquet") for load in kept if (load / "quarantine.parquet").is_file()]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in QUARANTINE_SCHEMA)
    with connect() as connection:
        connection.execute(f"create table quarantine ({columns})")
        if files:
            connection.execute("insert into quarantine by name select * from read_parquet(?)", [files])
        rows = connection.execute(f"select * from quarantine order by {_QUARANTINE_ORDER} nulls first")
        sink = io.BytesIO()
        pq.write_table(rows.to_arrow_table(), sink, compression="zstd")
    write_atomically(home.ops / QUARANTINE, sink.getvalue())
