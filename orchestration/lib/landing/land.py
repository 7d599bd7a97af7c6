"""Copying files into landing.

Belongs here: the atomic copy and what protects the file it replaces. Recognising is `recognise.py`.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from expectations.contract import FEEDS, contract
from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.ingest.snapshot_date import snapshot_date
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.landing.identity import load_id
from orchestration.lib.landing.ledger import SetAside, register_landing, set_asides, sightings
from orchestration.lib.landing.names import shown, what_is_wrong
from orchestration.lib.landing.recognise import recognise_feed
from orchestration.lib.landing.scan import is_ignored
from orchestration.lib.run_lock import run_lock
from orchestration.lib.settings import read_settings


@dataclass(frozen=True)
class Landed:
    """One file that was landed.

    Attributes:
        file: The file as it was named.
        path: Its copy in landing.
        set_aside: The decision by which exactly this load was set aside earlier; it still holds.
        seen_as: The name under which exactly this load was first seen, if it was.
    """

    file: Path
    path: Path
    set_aside: SetAside | None
    seen_as: str | None

    @property
    def feed(self) -> str:
        """The feed it was landed in."""
        return self.path.parent.name


def land_files(home: Home, files: Sequence[Path], feed: str | None = None) -> list[Landed]:
    """Copy files into the landing folders of their feeds: all of them, or none when one will not do.

    Each copy appears whole or not at all. Another file of the same name is replaced only after its bytes
    were archived and its sighting written.

    Args:
        home: The data home.
        files: The files.
        feed: Their feed; recognised from headings and name, file by file, when None.

    Returns:
        The files in landing, in the order given.

    Raises:
        LandingError: There is no such file or feed, a feed cannot be recognised, a name will not do, or two
            of the files would land under one name.
        AnotherRunIsGoing: A file in landing would be replaced while another process works on the home.
    """
    targets = [home.landing / _feed_of(home, file, feed) / file.name for file in files]
    if twice := [target for target in dict.fromkeys(targets) if targets.count(target) > 1]:
        names = ", ".join(f"{target.parent.name}/{target.name}" for target in twice)
        raise LandingError(f"Several files would land as {names}. Rename them, or land them one by one.")
    aside = {(decision.feed, decision.load_id): decision for decision in set_asides(home)}
    seen = {(sighting.feed, sighting.load_id): sighting.file_name for sighting in reversed(sightings(home))}
    landed = []
    # What is replaced is archived and recorded first, and only one process at a time writes the ledger.
    with run_lock(home) if any(target.exists() for target in targets) else nullcontext():
        for file, target in zip(files, targets, strict=True):
            _land(home, file, target)
            load = (target.parent.name, _load_id(target))
            landed.append(Landed(file, target, aside.get(load), seen.get(load)))
    return landed


def _load_id(target: Path) -> str:
    return load_id(target.parent.name, sha256_of(target), target.name)


def _feed_of(home: Home, file: Path, feed: str | None) -> str:
    """Return the feed of a file that may be landed."""
    if not file.is_file():
        raise LandingError(f"{shown(str(file))}: there is no such file.")
    if (wrong := what_is_wrong(file.name)) is not None:
        raise LandingError(f"{shown(file.name)}: {wrong} Rename the file.")
    if is_ignored(file.name):
        raise LandingError(f"{file.name}: hidden and temporary names are passed over in landing. Rename it.")
    if feed is not None and feed not in FEEDS:
        raise LandingError(f"There is no feed '{feed}'. Feeds are {', '.join(FEEDS)}.")
    feed = feed or recognise_feed(file, read_settings(home).reader_limits)
    if contract(feed).snapshot_date_from_name and snapshot_date(file.name) is None:
        raise LandingError(
            f"{file.name}: the name does not say which date the register is of. "
            "Name it like name_2026-07-15.csv, name_2026-07.csv or name_2026.csv."
        )
    return feed


def _land(home: Home, file: Path, target: Path) -> None:
    _refuse_what_is_in_the_way(home, target)
    if target.exists():
        if sha256_of(target) == sha256_of(file):
            return
        _make_sure_seen(home, target.parent.name, target)
    _copy(file, target)


def _refuse_what_is_in_the_way(home: Home, target: Path) -> None:
    """Refuse to write through a link, which could lead anywhere, or over a folder."""
    folder = target.parent
    for place, fits in ((folder, folder.is_dir()), (target, target.is_file())):
        if place.is_symlink() or (place.exists() and not fits):
            raise LandingError(
                f"{place.relative_to(home.root)} is in the way: it is a link, or not what should lie there. "
                "Move it out of landing, then land the file again."
            )


def _make_sure_seen(home: Home, feed: str, target: Path) -> None:
    register_landing(home)
    sha256 = sha256_of(target)
    if not any((s.feed, s.file_name, s.sha256) == (feed, target.name, sha256) for s in sightings(home)):
        raise LandingError(
            f"{feed}/{target.name} is in landing and could not be archived, so it is not replaced. "
            "Check the file and its permissions, and whether somebody is still writing it."
        )


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".landing-", dir=target.parent)
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream, file.open("rb") as source:
            shutil.copyfileobj(source, stream)
            stream.flush()
            os.fsync(stream.fileno())
        incoming.chmod(0o644)
        incoming.replace(target)
    finally:
        incoming.unlink(missing_ok=True)
