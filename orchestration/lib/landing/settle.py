"""Telling a file that is complete from one that somebody is still writing.

Belongs here: looking twice. Does not belong here: what becomes of the file (`ledger.py`).
"""

import time
from collections.abc import Iterable
from pathlib import Path

# A file not touched for this long is taken for complete at once.
FRESH_SECONDS = 5.0
# How long to wait between the two looks at the files that are fresher.
PAUSE_SECONDS = 1.0


def still_written(paths: Iterable[Path]) -> set[Path]:
    """Return the files that change while they are looked at.

    Only files written within the last seconds (or, by their time stamp, in the future) are looked at twice,
    all of them in one wait. A writer that pauses for longer is not noticed: what it had written by then is
    taken in, and replaced when the next run sees other bytes under the same name.
    """
    oldest = time.time() - FRESH_SECONDS
    first = {path: look for path in paths if (look := _look(path)) is not None and look[1] >= oldest * 1e9}
    if not first:
        return set()
    time.sleep(PAUSE_SECONDS)
    return {path for path, look in first.items() if _look(path) != look}


def _look(path: Path) -> tuple[int, int, int] | None:
    """Return inode, modification time in nanoseconds and size; None for a file that cannot be looked at."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
