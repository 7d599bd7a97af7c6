"""What lies in landing, and what should not lie there.

Belongs here: walking `landing/<feed>/`. Does not belong here: recording what was found (`ledger.py`).
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from expectations.contract import FEEDS
from orchestration.lib.home import Home

# Names that editors, browsers and copy tools give to files they have not finished.
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp")


class LandingFault(BaseModel):
    """Something in landing that cannot be taken in.

    Attributes:
        path: Path below landing.
        rule_id: `symlink`, `unknown_feed_folder`, `outside_feed_folder`, `sub_folder`, `not_a_file` or
            `unreadable`.
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
    """Whether a file name is hidden, temporary or an editor's lock."""
    return name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)


def scan_landing(home: Home) -> LandingScan:
    """Walk landing; nothing is taken in from a sub-folder of a feed, symbolic links are never followed."""
    files: list[tuple[str, Path]] = []
    faults: list[LandingFault | None] = []
    for entry in _entries(home.landing) if home.landing.is_dir() else ():
        if (fault := _fault_in_landing(home, entry)) is not None:
            faults.append(fault)
            continue
        for path in _entries(entry):
            if path.is_file() and not path.is_symlink():
                files.append((entry.name, path))
            else:
                faults.append(_fault_in_feed(home, path))
    return LandingScan(tuple(files), tuple(fault for fault in faults if fault is not None))


def _entries(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if not is_ignored(entry.name))


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
            home, entry, "unknown_feed_folder", f"There is no feed '{entry.name}'.",
            f"Move its files into the folder of one of the feeds {', '.join(FEEDS)}.",
        )  # fmt: skip
    return None


def _fault_in_feed(home: Home, path: Path) -> LandingFault | None:
    """Say why something in the folder of a feed is not a file; None if it is empty or gone by now."""
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
    return landing_fault(
        home, path, "not_a_file", "It is a pipe, socket or device, not a regular file.",
        "Remove it, and drop a regular file with the rows.",
    )  # fmt: skip


def _holds_anything(folder: Path) -> bool:
    """Whether a folder, or one below it, holds more than hidden and temporary files."""
    return any(
        entry.is_symlink() or not entry.is_dir() or _holds_anything(entry) for entry in _entries(folder)
    )


def landing_fault(home: Home, path: Path, rule_id: str, message: str, remedy: str) -> LandingFault:
    """Return a fault of a path in landing, seen now."""
    return LandingFault(
        path=path.relative_to(home.landing).as_posix(),
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
