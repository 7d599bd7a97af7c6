"""Taking the bytes of one file in landing into the archive, or saying why not.

Belongs here: reading a file that may vanish, change or turn into something else meanwhile. Does not belong
here: which files to take and what is recorded (`ledger.py`).
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from orchestration.lib.home import Home
from orchestration.lib.landing.archive import archive_stream
from orchestration.lib.landing.regular_file import UnreadableFileError, open_regular, sha256_of_stream


class NotTakenInError(Exception):
    """A file in landing cannot be taken in now."""

    def __init__(self, rule_id: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule_id = rule_id
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class TakenIn:
    """Bytes that are in the archive now; `mtime` in UTC."""

    sha256: str
    bytes: int
    mtime: dt.datetime


def being_written() -> NotTakenInError:
    """Return the error of a file that somebody is still writing."""
    return NotTakenInError(
        "being_written",
        "The file changed while it was looked at: it is still being written.",
        "Nothing need be done: it is taken in by the next run (eqw run) once it is complete.",
    )


def take_in(home: Home, path: Path, last_sha256: str | None) -> TakenIn | None:
    """Archive a file unless it has the bytes that were last seen under its name.

    Returns:
        What was archived; None when nothing changed or the file is gone.

    Raises:
        NotTakenInError: The file cannot be read, or changed meanwhile.
        OSError: The archive cannot be written.
    """
    try:
        with open_regular(path) as stream:
            before = os.fstat(stream.fileno())
            if sha256_of_stream(stream) == last_sha256:
                return None
            stream.seek(0)
            sha256, size = archive_stream(home, stream)
            after = os.fstat(stream.fileno())
    except UnreadableFileError as error:
        if not os.path.lexists(path):
            return None
        raise NotTakenInError(
            "unreadable", f"The file cannot be read: {error}.", "Check the file and its permissions."
        ) from error
    if (before.st_mtime_ns, before.st_size, size) != (after.st_mtime_ns, after.st_size, after.st_size):
        raise being_written()
    return TakenIn(sha256, size, dt.datetime.fromtimestamp(after.st_mtime, dt.UTC))
