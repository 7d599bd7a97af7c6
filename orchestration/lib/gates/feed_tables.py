"""What the suite of a feed looks at for one load: tables by name, and the hash of each.

Belongs here: from a load to the tables its suite declares. Does not belong here: running the suite
(`feed_gate.py`), or which loads count as earlier (`walk.py`).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from expectations.contract import contract
from expectations.duckdb_engine import TableSource
from expectations.registry import feed_suite
from expectations.versions import Versions
from orchestration.lib.gates.accepted_folder import accepted_files, ensure_schema_file
from orchestration.lib.gates.feed_schemas import LOAD_SCHEMA
from orchestration.lib.gates.hashes import known_sha256
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import MANIFEST_NAME, LoadManifest, load_folder


@dataclass(frozen=True)
class FeedInputs:
    """What a suite reads about one load.

    Attributes:
        hashes: SHA-256 of every table by name; what the receipt is keyed by.
        tables: The tables themselves; empty for a file that was rejected before any row was read.
    """

    hashes: dict[str, str]
    tables: dict[str, TableSource]


def feed_inputs(home: Home, manifest: LoadManifest, earlier: Sequence[str]) -> FeedInputs:
    """Gather what the suite of the feed reads about one load.

    Args:
        home: The data home.
        manifest: The load.
        earlier: Ids of the loads of the feed that were sighted before and stand as accepted.
    """
    feed, folder = manifest.feed, load_folder(home, manifest.feed, manifest.load_id)
    if manifest.status == "rejected":
        return FeedInputs({"load": known_sha256(folder / MANIFEST_NAME)}, {})
    described = {"load": _load_table, "missing_column": _missing_columns}
    own = {"batch": folder / "accepted.parquet", "quarantine": folder / "quarantine.parquet"}
    hashes: dict[str, str] = {}
    tables: dict[str, TableSource] = {}
    for name in feed_suite(feed).given_tables:
        if name in described:
            tables[name] = built = described[name](manifest)
            hashes[name] = _hash_of_rows(built)
        elif name == "previous":
            paths = [load_folder(home, feed, load_id) / "accepted.parquet" for load_id in earlier]
            paths = [ensure_schema_file(home, feed), *paths]
            tables[name] = Versions(paths, tuple(earlier), contract(feed).key)
            # In their order: of two versions of a row the later one counts.
            hashes[name] = _digest([known_sha256(path) for path in paths])
        else:
            paths = [own[name]] if name in own else accepted_files(home, name)
            tables[name] = paths
            hashes[name] = _digest(sorted(known_sha256(path) for path in paths))
    return FeedInputs(hashes, tables)


def _digest(hashes: Sequence[str]) -> str:
    """Return one file's hash, or one hash over those of several."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def _hash_of_rows(table: pa.Table) -> str:
    """Return a hash of what rules read, however it was computed from the manifest."""
    return hashlib.sha256(json.dumps(table.to_pylist(), sort_keys=True).encode()).hexdigest()


def _missing_columns(manifest: LoadManifest) -> pa.Table:
    return pa.table({"column_name": pa.array(sorted(manifest.missing_columns), pa.string())})


def _load_table(manifest: LoadManifest) -> pa.Table:
    # A row that only sums up the others is in quarantine, and nothing is lost with it.
    rows_in = max(manifest.rows_in - manifest.rows_summary, 1)
    quarantined = manifest.rows_quarantined - manifest.rows_summary
    row = {name: getattr(manifest, name, None) for name, _ in LOAD_SCHEMA}
    row["quarantined_share"] = quarantined / rows_in
    row["quarantined_share_without_waiting"] = (quarantined - manifest.rows_waiting) / rows_in
    types = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64()}
    return pa.Table.from_pylist([row], pa.schema([(name, types[kind]) for name, kind in LOAD_SCHEMA]))
