"""One writer at a time below a folder.

Belongs here: the lock that keeps two publishes apart. It dies with the process that holds it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.lib.release.errors import ReleaseRefused


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two publishers never mix.

    Raises:
        ReleaseRefused: Another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise ReleaseRefused(f"Another process writes in {folder}; wait for it to end.") from error
    try:
        yield
    finally:
        os.close(descriptor)
