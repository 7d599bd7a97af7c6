"""What lies in landing, and what should not lie there.

Belongs here: walking `landing/<feed>/`. Does not belong here: recording what was found (`ledger.py`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from expectations.contract import FEEDS
from orchestration.lib.home import Home
from orchestration.lib.landing.names import shown, what_is_wrong

# Names that editors, browsers and copy tools give to files they have not finished.
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp")
_CLUTTER = ("thumbs.db", "desktop.ini")


_Found = TypeVar("_Found")


class LandingFault(BaseModel):
    """Something in landing that cannot be taken in.

    Attributes:
        path: Path below landing, safe to print.
        rule_id: `symlink`, `unknown_feed_folder`, `outside_feed_folder`, `sub_folder`, `not_a_file`,
            `unusable_name`, `unreadable` or `being_written`.
        message: What was found.
        remedy: What to do.
        seen_at: When, in UTC.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    rule_id: str
    message: str
    remedy: str
    seen_at: dt.datetime


@dataclass(frozen=True)
class LandingScan:
    """Files to take in, as (feed, path), and faults."""

    files: tuple[tuple[str, Path], ...]
    faults: tuple[LandingFault, ...]


def is_ignored(name: str) -> bool:
    """Whether a file name is hidden, temporary, an editor's lock or the clutter of a file browser."""
    return name.startswith((".", "~$")) or name.lower().endswith((*_UNFINISHED, *_CLUTTER))


def scan_landing(home: Home) -> LandingScan:
    """Walk landing; nothing is taken in from a sub-folder of a feed, symbolic links are never followed.

    Whatever the file system refuses to tell is a fault of that path and no error.
    """
    files: list[tuple[str, Path]] = []
    faults: list[LandingFault] = []
    for entry in _listed(home, home.landing, faults):
        if (fault := _looked_at(home, entry, _fault_in_landing)) is not None:
            faults.append(fault)
            continue
        for path in _listed(home, entry, faults):
            found = _looked_at(home, path, _found_in_feed)
            if isinstance(found, LandingFault):
                faults.append(found)
            elif found is not None:
                files.append((entry.name, found))
    return LandingScan(tuple(files), tuple(faults))


def _listed(home: Home, folder: Path, faults: list[LandingFault]) -> list[Path]:
    """Return what lies in a folder; a folder that cannot be read is a fault, one that is gone is empty."""
    try:
        return _entries(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        faults.append(_unreadable(home, folder, error))
        return []


def _entries(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if not is_ignored(entry.name))


def _looked_at(home: Home, path: Path, look: Callable[[Home, Path], _Found]) -> _Found | LandingFault:
    try:
        return look(home, path)
    except OSError as error:
        return _unreadable(home, path, error)


def _fault_in_landing(home: Home, entry: Path) -> LandingFault | None:
    """Say why something in landing is not the folder of a feed."""
    if entry.is_symlink():
        return _symlink(home, entry)
    if not entry.is_dir():
        return landing_fault(
            home, entry, "outside_feed_folder", "The file lies outside the feed folders.",
            "Move it into landing/<feed>/, or use: eqw land FILE.",
        )  # fmt: skip
    if entry.name not in FEEDS:
        return landing_fault(
            home, entry, "unknown_feed_folder", f"There is no feed '{shown(entry.name)}'.",
            f"Move its files into the folder of one of the feeds {', '.join(FEEDS)}.",
        )  # fmt: skip
    return None


def _found_in_feed(home: Home, path: Path) -> Path | LandingFault | None:
    """Return a file to take in, or say why it is none; None if it is an empty folder or gone by now."""
    if path.is_symlink():
        return _symlink(home, path)
    if path.is_dir():
        if not _holds_anything(path):
            return None
        return landing_fault(
            home, path, "sub_folder", "Files in a sub-folder are not taken in.",
            f"Move them into landing/{path.parent.name}/ itself, or the folder out of landing.",
        )  # fmt: skip
    if not path.exists():
        return None
    if not path.is_file():
        return landing_fault(
            home, path, "not_a_file", "It is a pipe, socket or device, not a regular file.",
            "Remove it, and drop a regular file with the rows.",
        )  # fmt: skip
    if (wrong := what_is_wrong(path.name)) is not None:
        return landing_fault(
            home, path, "unusable_name", wrong, "Rename the file, for example to letters, digits and dots."
        )
    return path


def _holds_anything(folder: Path) -> bool:
    """Whether a folder, or one below it, holds more than hidden and temporary files."""
    waiting = [folder]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.is_symlink() or not entry.is_dir():
                return True
            waiting.append(entry)
    return False


def landing_fault(home: Home, path: Path, rule_id: str, message: str, remedy: str) -> LandingFault:
    """Return a fault of a path in landing, seen now."""
    return LandingFault(
        path=shown(path.relative_to(home.landing).as_posix()),
        rule_id=rule_id,
        message=message,
        remedy=remedy,
        seen_at=dt.datetime.now(dt.UTC),
    )


def _symlink(home: Home, path: Path) -> LandingFault:
    return landing_fault(
        home,
        path,
        "symlink",
        "A symbolic link is not taken in: the bytes behind it can change unseen.",
        "Copy the file itself, for example with: eqw land FILE.",
    )


def _unreadable(home: Home, path: Path, error: OSError) -> LandingFault:
    reason = (error.strerror or str(error)).lower()
    return landing_fault(
        home, path, "unreadable", f"It cannot be read: {reason}.", "Check the path and its permissions."
    )
