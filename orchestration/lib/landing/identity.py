"""What makes two sightings one load: the same bytes and, for a register dated by its name, the same date.

Belongs here: the name of a load. Does not belong here: when a file was seen (`ledger.py`).
"""

import hashlib

from expectations.contract import contract
from orchestration.lib.ingest.snapshot_date import snapshot_date


def load_id(feed: str, sha256: str, file_name: str) -> str:
    """Return the name of the load that a file makes.

    Args:
        feed: The feed it was dropped for.
        sha256: Of its bytes.
        file_name: Its name. It counts only where the contract reads the snapshot's date from it: a register
            in which nothing changed has the bytes of the one before and is another day's register.

    Returns:
        16 hex digits: the first of `sha256`, or of the SHA-256 of `sha256` and the date, joined with `@`. A
        name that holds no date makes the load that the bytes make.
    """
    snapshot = snapshot_date(file_name) if contract(feed).snapshot_date_from_name else None
    if snapshot is None:
        return sha256[:16]
    return hashlib.sha256(f"{sha256}@{snapshot}".encode()).hexdigest()[:16]


def may_mean(file_name: str, feed: str, sha256: str, wanted: str) -> bool:
    """Whether a file of these bytes may mean a load: one whose name holds a date only that of its date."""
    return load_id(feed, sha256, file_name) in (wanted, sha256[:16])
