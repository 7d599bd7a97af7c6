"""Watching landing: which files came, are complete, and hold bytes that were never seen.

Belongs here: two looks at landing, a sensor's interval apart. Nothing is taken in or recorded: that is the
work of the run that follows (`ledger.py`).
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.landing.identity import load_id
from orchestration.lib.landing.ledger import sightings
from orchestration.lib.landing.scan import scan_landing


class Seen(BaseModel):
    """How a file lay in landing when it was looked at.

    Attributes:
        look: Inode, time of the last change in nanoseconds, size in bytes.
        load_id: The load that its bytes make; known once two looks were the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    feed: str
    look: tuple[int, int, int]
    load_id: str | None = None


class Landing(BaseModel):
    """One look at landing: every file by its path below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: dict[str, Seen] = {}


class NewFile(BaseModel):
    """A file whose bytes were never seen, complete as far as two looks can tell."""

    model_config = ConfigDict(frozen=True)

    path: str
    feed: str
    load_id: str


def watch(home: Home, before: Landing) -> tuple[tuple[NewFile, ...], Landing]:
    """Look at landing again.

    Args:
        home: The data home.
        before: The last look.

    Returns:
        Files that lie there as they lay at the last look, but not at the one before, with bytes that no load
        was made of; and this look.
    """
    known = {(sighting.feed, sighting.load_id) for sighting in sightings(home)}
    files: dict[str, Seen] = {}
    new = []
    for feed, path in scan_landing(home).files:
        name = path.relative_to(home.landing).as_posix()
        look = _look(path)
        last = before.files.get(name)
        if look is None:
            continue
        if last is None or last.look != look:
            files[name] = Seen(feed=feed, look=look)
            continue
        if last.load_id is not None:
            # Told at an earlier look.
            files[name] = last
            continue
        load = load_id(feed, sha256_of(path), path.name)
        files[name] = Seen(feed=feed, look=look, load_id=load)
        if (feed, load) not in known:
            new.append(NewFile(path=name, feed=feed, load_id=load))
    return tuple(new), Landing(files=files)


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
