"""One process at a time works on a data home: a lock that dies with the process that holds it.

Belongs here: the lock. Every route takes it: `eqw run` and `eqw set-aside` for all they do, a run started
from the Dagster UI through its executor, and each function of `lib` that must not meet another writer.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from orchestration.lib.home import Home
from orchestration.lib.leftovers import clear_leftovers

_PAUSE_SECONDS = 0.5

# Homes that the running code holds already: a run calls functions that ask for the same lock.
_held: ContextVar[frozenset[Path]] = ContextVar("_held", default=frozenset())


class AnotherRunIsGoing(Exception):
    """The data home is in use by another run."""


@contextmanager
def run_lock(home: Home, patience: float = 0) -> Iterator[None]:
    """Hold the data home, and clear what a run that died left there; to hold it twice is to hold it once.

    Args:
        home: The data home.
        patience: Seconds to wait for another process to let it go.

    Raises:
        AnotherRunIsGoing: Another process (or thread) holds it; names the process and what to do.
    """
    if home.root in _held.get():
        yield
        return
    home.root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home.root / ".run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, home, time.monotonic() + patience)
        _held.set(_held.get() | {home.root})
        try:
            clear_leftovers(home)
            yield
        finally:
            _held.set(_held.get() - {home.root})
    finally:
        # Closing releases the lock; the file stays, so that two processes never lock different files.
        os.close(descriptor)


def _take(descriptor: int, home: Home, deadline: float) -> None:
    try:
        while not _is_free(descriptor) and time.monotonic() < deadline:
            time.sleep(_PAUSE_SECONDS)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 32).decode() or "unknown"
        raise AnotherRunIsGoing(
            f"Another run (process {holder}) is using {home.root}. Nothing was changed."
            " Remedy: wait for it, or stop it, then try again."
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())


def _is_free(descriptor: int) -> bool:
    """Take the lock if nobody has it, and say whether it was taken; who has it may take it again."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
