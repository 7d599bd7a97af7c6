"""Who saw which file when, and what was set aside: two journals that only ever grow.

Belongs here: sightings, set-asides and the order of loads. Does not belong here: what a file says.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from expectations.contract import FEEDS
from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.landing import journal, not_taken_in
from orchestration.lib.landing.errors import LedgerError
from orchestration.lib.landing.identity import load_id, may_mean
from orchestration.lib.landing.intake import NotTakenInError, TakenIn, being_written, take_in
from orchestration.lib.landing.scan import LandingFault, landing_fault, scan_landing
from orchestration.lib.landing.settle import still_written

_log = logging.getLogger(__name__)
_MIN_HASH_PREFIX = 8


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sighting(_Entry):
    """A file seen in landing for the first time, or again with other bytes under the same name.

    Attributes:
        sequence: 1, 2, 3 … over all feeds; later files supersede earlier ones.
        mtime: When the file was last written, in UTC.
        seen_at: When it was seen, in UTC.
    """

    sequence: int
    feed: str
    file_name: str
    sha256: str
    bytes: int
    mtime: dt.datetime
    seen_at: dt.datetime

    @property
    def load_id(self) -> str:
        """The name of the load, which other names for the same bytes and date share."""
        return load_id(self.feed, self.sha256, self.file_name)


class SetAside(_Entry):
    """A file that a person decided not to use."""

    feed: str
    sha256: str
    file_name: str
    reason: str
    by: str
    at: dt.datetime

    @property
    def load_id(self) -> str:
        """The name of the load that is not to be used."""
        return load_id(self.feed, self.sha256, self.file_name)


def sightings(home: Home) -> list[Sighting]:
    """Return all sightings, oldest first."""
    return journal.read(_sightings_path(home), Sighting)


def set_asides(home: Home) -> list[SetAside]:
    """Return all set-asides, oldest first."""
    return journal.read(home.ledger / "set_aside.jsonl", SetAside)


def loads_in_order(home: Home, feed: str) -> list[Sighting]:
    """Return the first sighting of each load of a feed that is not set aside, by sequence.

    The same bytes seen again, under whatever name, change nothing: the first sighting counts. Only where the
    name dates a snapshot, a name with another date makes another load of them.
    """
    aside = {(entry.feed, entry.load_id) for entry in set_asides(home)}
    first: dict[str, Sighting] = {}
    for sighting in sightings(home):
        if sighting.feed == feed and (feed, sighting.load_id) not in aside:
            first.setdefault(sighting.load_id, sighting)
    return list(first.values())


def register_landing(home: Home, feeds: Sequence[str] = FEEDS) -> list[Sighting]:
    """Archive and record every file of some feeds that is new or has other bytes than when last seen.

    Files of one pass are taken in order of (modification time, name). Raw bytes are archived before the
    sighting is written, so every sighting has its bytes. What cannot be taken in is logged and recorded in
    `ledger/faults.jsonl`; `landing_faults` tells what is wrong now. Files of other feeds stay as they are: no
    run has seen them yet.

    Returns:
        The new sightings.

    Raises:
        OSError: The archive or the ledger cannot be written. What landing itself throws is a fault of a
            file, never an error.
    """
    scan = scan_landing(home)
    files = [(feed, path) for feed, path in scan.files if feed in feeds]
    known = sightings(home)
    latest = {(sighting.feed, sighting.file_name): sighting for sighting in known}
    in_flux = still_written(
        path for feed, path in files if not _is_known(path, latest.get((feed, path.name)))
    )
    sequence = max((sighting.sequence for sighting in known), default=0)
    added: list[Sighting] = []
    faults: list[LandingFault] = []
    for feed, path in sorted(files, key=lambda item: (_written_at(item[1]), item[1].name)):
        last = latest.get((feed, path.name))
        try:
            if path in in_flux:
                raise being_written()
            taken = take_in(home, path, last.sha256 if last else None)
        except NotTakenInError as error:
            faults.append(landing_fault(home, path, error.rule_id, error.message, error.remedy))
            continue
        if taken is not None:
            sequence += 1
            added.append(_sighting(sequence, feed, path, taken))
            bytes_of, load = {"file": taken.sha256}, added[-1].load_id
            record_act(home, "landed", f"{feed}/{path.name}", inputs=bytes_of, load_id=load)
            journal.append(_sightings_path(home), added[-1:])
    _record_faults(home, (*scan.faults, *faults))
    others = [fault for fault in not_taken_in.read(home) if fault.path.partition("/")[0] not in feeds]
    not_taken_in.write(home, [*others, *faults])
    return added


def landing_faults(home: Home) -> list[LandingFault]:
    """Return what lies in landing now and cannot be taken in, or could not be when it was last tried."""
    return [*scan_landing(home).faults, *not_taken_in.read(home)]


def set_aside(home: Home, name_or_path_or_sha: str, reason: str, by: str) -> SetAside:
    """Record that a file is not to be used.

    Args:
        home: The data home.
        name_or_path_or_sha: A file's name, `feed/name`, its path, or at least eight hex digits of its load id
            or SHA-256. A name means the bytes last seen under it; where it dates a snapshot, that snapshot
            alone.
        reason: Why; shown in the release.
        by: Who decided.

    Raises:
        LedgerError: No file or several files match, it is set aside already, or the reason is blank.
    """
    if not reason.strip():
        raise LedgerError("A reason is needed: it is shown in the release. Give one with --reason.")
    sighting = _find(home, name_or_path_or_sha)
    for entry in set_asides(home):
        if (entry.feed, entry.load_id) == (sighting.feed, sighting.load_id):
            raise LedgerError(
                f"{entry.file_name} was set aside on {entry.at:%Y-%m-%d} by {entry.by}: {entry.reason}"
            )
    record = SetAside(
        feed=sighting.feed,
        sha256=sighting.sha256,
        file_name=sighting.file_name,
        reason=reason.strip(),
        by=by,
        at=dt.datetime.now(dt.UTC),
    )
    subject = f"{record.feed}/{record.file_name}"
    bytes_of = {"file": record.sha256}
    record_act(home, "set_aside", subject, "done", record.reason, bytes_of, load_id=record.load_id)
    journal.append(home.ledger / "set_aside.jsonl", [record])
    return record


def _sightings_path(home: Home) -> Path:
    return home.ledger / "sightings.jsonl"


def _written_at(path: Path) -> int:
    """Return the modification time in nanoseconds; 0 for a file that cannot be looked at."""
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return 0


def _is_known(path: Path, last: Sighting | None) -> bool:
    """Whether a file has the size and time stamp with which it was last taken in."""
    if last is None:
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    return (found.st_size, dt.datetime.fromtimestamp(found.st_mtime, dt.UTC)) == (last.bytes, last.mtime)


def _sighting(sequence: int, feed: str, path: Path, taken: TakenIn) -> Sighting:
    return Sighting(
        sequence=sequence,
        feed=feed,
        file_name=path.name,
        sha256=taken.sha256,
        bytes=taken.bytes,
        mtime=taken.mtime,
        seen_at=dt.datetime.now(dt.UTC),
    )


def _record_faults(home: Home, faults: tuple[LandingFault, ...]) -> None:
    path = home.ledger / "faults.jsonl"
    recorded = {(fault.path, fault.rule_id) for fault in journal.read(path, LandingFault)}
    for fault in faults:
        _log.error("landing/%s: %s %s", fault.path, fault.message, fault.remedy)
    journal.append(path, [fault for fault in faults if (fault.path, fault.rule_id) not in recorded])


def _find(home: Home, wanted: str) -> Sighting:
    seen = sightings(home)
    path = Path(wanted)
    if path.is_file():
        sha256 = sha256_of(path)
        matches = [s for s in seen if s.sha256 == sha256 and may_mean(path.name, s.feed, sha256, s.load_id)]
        in_landing = path.resolve().parent.parent == home.landing.resolve()
        if in_landing:
            matches = [s for s in matches if s.feed == path.resolve().parent.name]
    elif len(wanted) >= _MIN_HASH_PREFIX and set(wanted.lower()) <= set("0123456789abcdef"):
        matches = [s for s in seen if any(h.startswith(wanted.lower()) for h in (s.load_id, s.sha256))]
    else:
        feeds = {path.parent.name} & set(FEEDS) or set(FEEDS)
        named = [s for s in seen if s.file_name == path.name and s.feed in feeds]
        matches = list({(s.feed, s.file_name): s for s in named}.values())
    found = {(s.feed, s.load_id): s for s in matches}
    if not found:
        raise LedgerError(f"No file '{wanted}' was seen in landing. Names of files seen: eqw status.")
    if len(found) > 1:
        several = ", ".join(f"{s.feed}/{s.file_name} ({s.load_id})" for s in found.values())
        raise LedgerError(
            f"'{wanted}' means several files: {several}. Name one by feed and name, as it stands here, or by "
            "its load id."
        )
    return next(iter(found.values()))
