"""One run at a time per data home: a lock that dies with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.lib.home import Home


class AnotherRunIsGoing(Exception):
    """The data home is in use by another run."""


@contextmanager
def run_lock(home: Home) -> Iterator[None]:
    """Hold the data home for one run.

    Raises:
        AnotherRunIsGoing: Another process holds it; names the process and what to do.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / ".run.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 32).decode() or "unknown"
            raise AnotherRunIsGoing(
                f"Another run (process {holder}) is using {home.root}."
                " Remedy: wait for it, or stop it, then try again."
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        # Closing releases the lock; the file stays, so that two processes never lock different files.
        os.close(descriptor)
