"""The hash of a file that many receipts vouch for, read once as long as the file stays as it is.

Belongs here: what may be remembered of a file. What is promoted or released is hashed as it is written, never
from memory.
"""

import time
from pathlib import Path

from orchestration.lib.durable import sha256_of

# A file written twice within one tick of the clock looks unchanged, so a hash is remembered only of a file
# that was at rest for longer than any file system's tick (two seconds on FAT).
_AT_REST_NS = 2_500_000_000

_State = tuple[int, int, int, int, int]
_known: dict[Path, tuple[_State, str]] = {}


def known_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits; a file at rest is read once per process.

    Any write shows in inode, size, or time of change, and the file is read again.
    """
    state = _state(path)
    remembered = _known.get(path)
    if remembered is not None and remembered[0] == state:
        return remembered[1]
    sha256 = sha256_of(path)
    if _state(path) == state and time.time_ns() - max(state[3:]) > _AT_REST_NS:
        _known[path] = (state, sha256)
    return sha256


def _state(path: Path) -> _State:
    found = path.stat()
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
