"""Writing so that a crash leaves either the old state or the new one.

Belongs here: fsync, atomic replacement, hashing. What is written belongs to its own file.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.lib.release.errors import ReleaseRefused


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Force one file or folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Force every file and folder below `root`, and `root` itself, to disk."""
    for path in sorted(root.rglob("*")):
        sync(path)
    sync(root)


def write_atomically(path: Path, text: str) -> None:
    """Replace a text file in one step."""
    waiting = path.with_name(f".{path.name}.new")
    waiting.write_text(text, encoding="utf-8")
    sync(waiting)
    waiting.replace(path)
    sync(path.parent)


def point_link(link: Path, target: str) -> None:
    """Make `link` a relative symbolic link to `target` in one step."""
    waiting = link.with_name(f".{link.name}.new")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(target)
    waiting.replace(link)
    sync(link.parent)


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
