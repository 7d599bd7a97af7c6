"""Making the loads of a feed, and only those that are missing or out of date.

Belongs here: which loads to make, in what order, and moving them into place. How one is made is `build.py`.
One process at a time works on a data home; the run holds it.
"""

import logging
import shutil
from collections.abc import Collection
from pathlib import Path

import duckdb

from expectations.contract import Contract, contract
from orchestration.lib.duck import connect, quoted
from orchestration.lib.durable import sync, sync_tree
from orchestration.lib.home import Home
from orchestration.lib.ingest.build import build_load, contract_hash
from orchestration.lib.ingest.conservation import require_conserved
from orchestration.lib.ingest.history import HISTORY_NAME, choose_other_events, put_history, read_histories
from orchestration.lib.ingest.manifest import LoadManifest, find_manifest, load_folder, read_manifest
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.reference_keys import ReferenceKeys, entities, load_reference_keys
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.ingest.source import ACCEPTED_NAME, QUARANTINE_NAME, LoadSource
from orchestration.lib.ingest.version import ingest_version
from orchestration.lib.landing.archive import archive_path, archived_file
from orchestration.lib.landing.ledger import Sighting, loads_in_order
from orchestration.lib.settings import read_settings

_log = logging.getLogger(__name__)


def load_feed(home: Home, feed: str, anew: Collection[str] = ()) -> list[LoadManifest]:
    """Make every load of a feed that is missing or out of date.

    A load is made from archived bytes when it is missing, when its contract, the ingest code or the limits of
    the readers changed, or when the known keys of other feeds changed and it has a fault that they may lift
    or uses a key no longer known.
    Loads of concern events are made again whenever the concerns or the events of other files changed, since
    their rules read a concern's whole history. A load refused because it names persons stays as it is once
    its archived bytes were deleted.

    Args:
        home: The data home.
        feed: The feed.
        anew: Ids of loads to make even though they are current.

    Returns:
        Manifests of all loads seen and not set aside, in the order they were seen.

    Raises:
        SettingsError: The settings of the home cannot be used.
        ArchiveError: The archive lacks the bytes of a load that has to be made, or they changed.
        ConservationError: A load, made now or before, does not hold every row of its file once.
    """
    feed_contract = contract(feed)
    limits = read_settings(home).reader_limits
    loads = loads_in_order(home, feed)
    con = connect()
    try:
        keys = load_reference_keys(con, home, feed_contract)
        folders = [load_folder(home, feed, sighting.load_id) for sighting in loads]
        read_histories(con, [folder / HISTORY_NAME for folder in folders])
        for place, sighting in enumerate(loads):
            if sighting.load_id in anew or not _is_current_code(home, feed_contract, sighting, limits):
                own_keys = _with_history(con, keys, feed, place)
                _make(con, home, feed_contract, sighting, own_keys, limits)
                put_history(con, place, folders[place] / HISTORY_NAME)
        # Which events a load tells depends on its file alone: from here on no history changes.
        for place, sighting in enumerate(loads):
            own_keys = _with_history(con, keys, feed, place)
            if _is_outdated(con, home, feed_contract, sighting, own_keys):
                _make(con, home, feed_contract, sighting, own_keys, limits)
        manifests = [read_manifest(folder) for folder in folders]
        for manifest, folder in zip(manifests, folders, strict=True):
            require_conserved(con, feed_contract, manifest, folder)
    finally:
        con.close()
    return manifests


def _is_current_code(home: Home, feed_contract: Contract, sighting: Sighting, limits: ReaderLimits) -> bool:
    made = find_manifest(load_folder(home, feed_contract.feed, sighting.load_id))
    if made is None:
        return False
    now = (contract_hash(feed_contract), ingest_version(), limits.digest)
    return (made.contract_hash, made.ingest_version, made.limits_hash) == now or _was_deleted(home, made)


def _was_deleted(home: Home, made: LoadManifest) -> bool:
    """Whether a person deleted a file that names persons from the archive: what was told of it stands."""
    names_persons = made.rejection is not None and made.rejection.rule_id == "person_identifier"
    return names_persons and not archive_path(home, made.sha256).exists()


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
    con: duckdb.DuckDBPyConnection, keys: ReferenceKeys, feed: str, place: int
) -> ReferenceKeys:
    """Add the events of the other files to the known keys, for concern events only."""
    if feed != "concern_events":
        return keys
    return ReferenceKeys(keys.tables, f"{keys.digest}-{choose_other_events(con, place)}")


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
        load_id=sighting.load_id,
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
