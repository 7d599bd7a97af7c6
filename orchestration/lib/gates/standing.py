"""How every load stands: accepted, refused, rejected, superseded or set aside, and what would resolve it.

Belongs here: what receipts, sightings and decisions add up to. Nothing is run or moved here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from expectations.contract import FEEDS
from orchestration.lib.gates.coverage import covers
from orchestration.lib.gates.receipts import GateRefused, Receipt, refusal_text
from orchestration.lib.gates.walk import WalkedLoad, walk
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import LoadManifest
from orchestration.lib.landing.names import as_argument

Status = Literal["accepted", "refused", "rejected", "superseded", "set_aside", "unchecked"]

_BLOCKING = ("refused", "rejected", "unchecked")
_WAYS_OUT = (
    "Then drop the corrected file under the same name, or leave it out with: "
    'eqw set-aside {file} --reason "..."'
)


@dataclass(frozen=True)
class LoadStanding:
    """How one load stands.

    Attributes:
        load_sequence: Place in the order in which files were first seen.
        status: `superseded` is a refused load that a later file made good; `unchecked` one whose gate has not
            run on what is there now.
        rule_ids: Rules that refuse it, or did.
        reason: One sentence: which rules refuse it, why it was set aside, or what superseded it.
    """

    feed: str
    load_id: str
    file_name: str
    sha256: str
    bytes: int
    load_sequence: int
    status: Status
    rule_ids: tuple[str, ...] = ()
    reason: str = ""
    receipt: Receipt | None = None
    manifest: LoadManifest | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether nothing may go on while it stands like this."""
        return self.status in _BLOCKING


def standing(home: Home, feeds: Sequence[str] = FEEDS) -> list[LoadStanding]:
    """Return how every sighted load stands, feeds in reading order, loads in the order first seen."""
    return [found for feed in feeds for found in _feed_standing(home, feed)]


def refusals(home: Home, feeds: Sequence[str] = FEEDS) -> list[LoadStanding]:
    """Return the loads that stop everything downstream."""
    return [found for found in standing(home, feeds) if found.is_blocking]


def require_no_refusal(home: Home) -> None:
    """Let pass only when every load is accepted, superseded or set aside.

    Raises:
        GateRefused: Names every file that stands in the way, its rules and its remedies.
    """
    if blocking := refusals(home):
        raise GateRefused("\n".join(f"{found.feed}: {found.reason}" for found in blocking))


def _feed_standing(home: Home, feed: str) -> list[LoadStanding]:
    loads = list(walk(home, feed))
    return [_stand(home, load, loads) for load in loads]


def _stand(home: Home, load: WalkedLoad, loads: list[WalkedLoad]) -> LoadStanding:
    errors = load.receipt.errors if load.receipt else ()
    status, reason = _status(home, load, loads)
    return LoadStanding(
        feed=load.first.feed,
        load_id=load.load_id,
        file_name=load.first.file_name,
        sha256=load.first.sha256,
        bytes=load.first.bytes,
        load_sequence=load.first.sequence,
        status=status,
        rule_ids=tuple(rule.rule_id for rule in errors),
        reason=reason,
        receipt=load.receipt,
        manifest=load.manifest,
    )


def _status(home: Home, load: WalkedLoad, loads: list[WalkedLoad]) -> tuple[Status, str]:
    name = load.first.file_name
    if load.set_aside is not None:
        return "set_aside", load.set_aside.reason
    if load.is_accepted:
        return "accepted", ""
    if heir := _replaced_by(load, loads) or _covered_by(home, load, loads):
        return "superseded", heir
    if load.receipt is None:
        return "unchecked", f"{name} has not passed its gate as it is now. Run: eqw run"
    ways_out = _WAYS_OUT.format(file=as_argument(f"{load.first.feed}/{name}"))
    reason = f"{refusal_text(name, load.receipt.errors)} {ways_out}"
    rejected = load.manifest is not None and load.manifest.status == "rejected"
    return ("rejected" if rejected else "refused"), reason


def _replaced_by(load: WalkedLoad, loads: list[WalkedLoad]) -> str | None:
    """Say which files replaced this one in landing, if under each of its names another was seen later."""
    heirs = []
    for sighting in load.sightings:
        newer = [
            seen
            for other in loads
            for seen in other.sightings
            if other.load_id != load.load_id
            and seen.file_name == sighting.file_name
            and seen.sequence > sighting.sequence
        ]
        if not newer:
            return None
        heirs.append(max(newer, key=lambda seen: seen.sequence))
    last = max(heirs, key=lambda seen: seen.sequence)
    return f"replaced by a later file named {last.file_name} (load {last.load_id})"


def _covered_by(home: Home, load: WalkedLoad, loads: list[WalkedLoad]) -> str | None:
    """Say which accepted later load carries every natural key that can be read in this one, if one does."""
    if load.manifest is None:
        return None
    for other in loads:
        # Later than the last drop of this file: whoever drops it again means it.
        is_later = other.last.sequence > load.last.sequence
        if not (is_later and other.is_accepted and other.manifest):
            continue
        if _is_dated_now(load, other) or covers(home, other.manifest, load.manifest):
            return f"every row is carried by the later file {other.first.file_name} (load {other.load_id})"
    return None


def _is_dated_now(load: WalkedLoad, other: WalkedLoad) -> bool:
    """Whether the bytes of a register whose name held no date came again under a name that does."""
    rejection = load.manifest.rejection if load.manifest else None
    undated = rejection is not None and rejection.rule_id == "missing_snapshot_date"
    return undated and other.first.sha256 == load.first.sha256
