"""Promotion: the folder dbt reads holds exactly the loads that stand as accepted.

Belongs here: `accepted/<feed>/`. Which loads stand is decided by their receipts (`walk.py`).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from expectations.contract import FEEDS
from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.gates.accepted_folder import SCHEMA_FILE, ensure_schema_file
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.gates.walk import WalkedLoad, walk
from orchestration.lib.home import Home


@dataclass(frozen=True)
class Promotion:
    """What a promotion left and changed; loads by id.

    Attributes:
        standing: Loads that are there now.
        row_count: Rows they hold.
    """

    feed: str
    standing: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    row_count: int


def promote(home: Home, feed: str) -> Promotion:
    """Make `accepted/<feed>/` hold exactly the loads with a passing receipt for their bytes.

    Each file appears in one step; loads that were set aside, or whose receipt no longer counts, go.

    Raises:
        GateRefused: A load's bytes changed between its gate and its promotion.
    """
    folder = ensure_schema_file(home, feed).parent
    accepted = {load.load_id: load for load in walk(home, feed) if load.is_accepted}
    present = {path.stem: path for path in folder.glob("*.parquet") if path.name != SCHEMA_FILE}
    added = tuple(load_id for load_id in accepted if load_id not in present)
    removed = tuple(sorted(set(present) - set(accepted)))
    for outcome, load_ids in (("added", added), ("removed", removed)):
        for load_id in load_ids:
            judged = _judged(accepted.get(load_id))
            record_act(home, "promoted", f"{feed}/{load_id}", outcome, inputs=judged, load_id=load_id)
    for load_id in removed:
        present[load_id].unlink()
    for load_id, load in accepted.items():
        if load.receipt is not None:
            _put(home.loads / feed / load_id, folder / f"{load_id}.parquet", load.receipt.inputs["batch"])
    return Promotion(
        feed=feed,
        standing=tuple(accepted),
        added=added,
        removed=removed,
        row_count=sum(load.manifest.rows_accepted for load in accepted.values() if load.manifest),
    )


def _judged(load: WalkedLoad | None) -> dict[str, str]:
    """Return the bytes that the gate of a load saw; of one that is gone, nothing."""
    return load.receipt.inputs if load is not None and load.receipt is not None else {}


def require_promoted(home: Home) -> None:
    """Let pass only when every `accepted/<feed>/` holds exactly the bytes that passed their gate.

    Raises:
        GateRefused: A folder holds other files, or other bytes, than the loads that stand.
    """
    for feed in FEEDS:
        folder = ensure_schema_file(home, feed).parent
        stands = {load.load_id: load.receipt for load in walk(home, feed) if load.is_accepted}
        expected = {load_id: receipt.inputs["batch"] for load_id, receipt in stands.items() if receipt}
        files = [path for path in folder.glob("*.parquet") if path.name != SCHEMA_FILE]
        if {path.stem: sha256_of(path) for path in files} != expected:
            raise GateRefused(f"accepted/{feed} does not hold what passed its gate. Remedy: eqw run")


def _put(load: Path, target: Path, sha256: str) -> None:
    if target.is_file() and sha256_of(target) == sha256:
        return
    content = (load / "accepted.parquet").read_bytes()
    # What is hashed is what is written: bytes that no gate saw are never there for dbt to read.
    if hashlib.sha256(content).hexdigest() != sha256:
        raise GateRefused(
            f"{load} changed after its gate. Run again, so that the gate sees what is there now."
        )
    write_atomically(target, content)
