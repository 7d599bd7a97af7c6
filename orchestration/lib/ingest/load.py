"""Making the loads of a feed, and only those that are missing or out of date.

Belongs here: which loads to make, in what order, and moving them into place. How one is made is `build.py`.
One process at a time works on a data home; the run holds it.
"""

import logging
import shutil
from pathlib import Path

import duckdb

from expectations.contract import Contract, contract
from orchestration.lib.durable import sync, sync_tree
from orchestration.lib.home import Home
from orchestration.lib.ingest.build import INGEST_VERSION, build_load, contract_hash
from orchestration.lib.ingest.cast import quoted
from orchestration.lib.ingest.conservation import require_conserved
from orchestration.lib.ingest.history import HISTORY_NAME, read_other_histories
from orchestration.lib.ingest.manifest import MANIFEST_NAME, LoadManifest, load_folder, read_manifest
from orchestration.lib.ingest.parse import open_connection
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.reference_keys import ReferenceKeys, entities, load_reference_keys
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.ingest.source import ACCEPTED_NAME, QUARANTINE_NAME, LoadSource
from orchestration.lib.landing.archive import archived_file
from orchestration.lib.landing.ledger import Sighting, loads_in_order
from orchestration.lib.settings import read_settings

_log = logging.getLogger(__name__)


def load_feed(home: Home, feed: str) -> list[LoadManifest]:
    """Make every load of a feed that is missing or out of date.

    A load is made from archived bytes when it is missing, its contract, the ingest code or the reader's
    limits changed, or the
    known keys of other feeds changed and it has a fault that they may lift or uses a key no longer known.
    Loads of concern events are made again whenever the concerns or the events of other files changed, since
    their rules read a concern's whole history.

    Args:
        home: The data home.
        feed: The feed.

    Returns:
        Manifests of all loads seen and not set aside, in the order they were seen.

    Raises:
        SettingsError: The settings of the home cannot be used.
        ArchiveError: The archive lacks the bytes of a sighting, or they changed.
        ConservationError: A load, made now or before, does not hold every row of its file once.
    """
    feed_contract = contract(feed)
    limits = read_settings(home).reader_limits
    loads = loads_in_order(home, feed)
    con = open_connection()
    try:
        keys = load_reference_keys(con, home, feed_contract)
        for sighting in loads:
            if not _is_current_code(home, feed_contract, sighting, limits):
                own_keys = _with_history(con, home, keys, sighting, loads)
                _make(con, home, feed_contract, sighting, own_keys, limits)
        for sighting in loads:
            own_keys = _with_history(con, home, keys, sighting, loads)
            if _is_outdated(con, home, feed_contract, sighting, own_keys):
                _make(con, home, feed_contract, sighting, own_keys, limits)
        folders = [load_folder(home, feed, sighting.load_id) for sighting in loads]
        manifests = [read_manifest(folder) for folder in folders]
        for manifest, folder in zip(manifests, folders, strict=True):
            require_conserved(con, feed_contract, manifest, folder)
    finally:
        con.close()
    return manifests


def _is_current_code(home: Home, feed_contract: Contract, sighting: Sighting, limits: ReaderLimits) -> bool:
    folder = load_folder(home, feed_contract.feed, sighting.load_id)
    if not (folder / MANIFEST_NAME).exists():
        return False
    made = read_manifest(folder)
    now = (contract_hash(feed_contract), INGEST_VERSION, limits.digest)
    return (made.contract_hash, made.ingest_version, made.limits_hash) == now


def _is_outdated(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    feed_contract: Contract,
    sighting: Sighting,
    keys: ReferenceKeys,
) -> bool:
    """Whether the known keys changed in a way that may change the load."""
    folder = load_folder(home, feed_contract.feed, sighting.load_id)
    made = read_manifest(folder)
    if made.reference_hash == keys.digest or made.status == "rejected":
        return False
    if feed_contract.feed == "concern_events" or _holds_what_may_heal(con, folder):
        return True
    unknown = [
        f'SELECT 1 FROM read_parquet({quoted(str(folder / ACCEPTED_NAME))}) WHERE "{column}" IS NOT NULL '
        f'AND "{column}" NOT IN (SELECT key FROM {keys.tables[entity]})'
        for column, entity in entities(feed_contract).items()
    ]
    return con.execute(f"SELECT 1 FROM ({' UNION ALL '.join(unknown)}) LIMIT 1").fetchone() is not None


def _holds_what_may_heal(con: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    """Whether a row has a fault that other data may lift, be it one of several: what is told changes."""
    waiting = ", ".join(quoted(rule.rule_id) for rule in RULES.values() if rule.waits)
    faults = f"read_parquet({quoted(str(folder / QUARANTINE_NAME))})"
    return con.execute(f"SELECT 1 FROM {faults} WHERE rule_id IN ({waiting}) LIMIT 1").fetchone() is not None


def _with_history(
    con: duckdb.DuckDBPyConnection, home: Home, keys: ReferenceKeys, sighting: Sighting, loads: list[Sighting]
) -> ReferenceKeys:
    """Add the events of the other files to the known keys, for concern events only."""
    if sighting.feed != "concern_events":
        return keys
    files = [load_folder(home, sighting.feed, load.load_id) / HISTORY_NAME for load in loads]
    own = [load.sha256 for load in loads].index(sighting.sha256)
    earlier, later = [[path for path in part if path.exists()] for part in (files[:own], files[own + 1 :])]
    digest = read_other_histories(con, earlier, later)
    return ReferenceKeys(keys.tables, f"{keys.digest}-{digest}")


def _make(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    feed_contract: Contract,
    sighting: Sighting,
    keys: ReferenceKeys,
    limits: ReaderLimits,
) -> None:
    """Make a load beside its place and move it there; what a crash leaves is hidden and made anew."""
    final = load_folder(home, sighting.feed, sighting.load_id)
    making = _empty_folder(final.with_name(f".making-{final.name}"))
    source = LoadSource(
        path=archived_file(home, sighting.sha256, sighting.file_name),
        sha256=sighting.sha256,
        file_name=sighting.file_name,
        bytes=sighting.bytes,
        today=sighting.seen_at.date(),
    )
    made = build_load(con, feed_contract, source, keys, limits, making)
    sync_tree(making)
    outdated = final.with_name(f".outdated-{final.name}")
    if final.exists():
        shutil.rmtree(outdated, ignore_errors=True)
        final.rename(outdated)
    making.rename(final)
    sync(final.parent)
    shutil.rmtree(outdated, ignore_errors=True)
    _log.info(
        "%s: %s: %s, %d rows in, %d accepted, %d quarantined",
        sighting.feed,
        sighting.file_name,
        made.status,
        made.rows_in,
        made.rows_accepted,
        made.rows_quarantined,
    )


def _empty_folder(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
