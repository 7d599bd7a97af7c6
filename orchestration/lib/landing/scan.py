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
    faults: list[LandingFault] = []
    entries = sorted(home.landing.iterdir()) if home.landing.is_dir() else []
    for entry in entries:
        if is_ignored(entry.name):
            continue
        if entry.is_symlink():
            faults.append(_symlink(home, entry))
        elif not entry.is_dir():
            faults.append(
                landing_fault(
                    home, entry, "outside_feed_folder", "The file lies outside the feed folders.",
                    "Move it into landing/<feed>/, or use: eqw land FILE.",
                )
            )  # fmt: skip
        elif entry.name not in FEEDS:
            faults.append(
                landing_fault(
                    home, entry, "unknown_feed_folder", f"There is no feed '{entry.name}'.",
                    f"Move its files into the folder of one of the feeds {', '.join(FEEDS)}.",
                )
            )  # fmt: skip
        else:
            for path in sorted(entry.iterdir()):
                if is_ignored(path.name):
                    continue
                if path.is_symlink():
                    faults.append(_symlink(home, path))
                elif path.is_file():
                    files.append((entry.name, path))
                elif path.is_dir():
                    if _holds_anything(path):
                        faults.append(
                            landing_fault(
                                home, path, "sub_folder", "Files in a sub-folder are not taken in.",
                                f"Move them into landing/{entry.name}/ itself, or the folder out of landing.",
                            )
                        )  # fmt: skip
                elif path.exists():
                    faults.append(
                        landing_fault(
                            home, path, "not_a_file", "It is a pipe, socket or device, not a regular file.",
                            "Remove it, and drop a regular file with the rows.",
                        )
                    )  # fmt: skip
    return LandingScan(tuple(files), tuple(faults))


def _holds_anything(folder: Path) -> bool:
    """Whether a folder, or one below it, holds more than hidden and temporary files."""
    entries = [entry for entry in folder.iterdir() if not is_ignored(entry.name)]
    return any(entry.is_symlink() or not entry.is_dir() or _holds_anything(entry) for entry in entries)


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
