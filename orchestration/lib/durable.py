"""Writing so that a crash leaves either the old state or the new one, and hashing what was written.

Belongs here: fsync, atomic replacement, SHA-256. What is written, and where, is for the stage that
writes; what a crash leaves beside it is cleared by `leftovers.py`, by the names given here.
"""

import hashlib
import os
from pathlib import Path


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


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in one step; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        waiting.write_bytes(content)
        sync(waiting)
        waiting.replace(path)
    except OSError:
        # On a full disk the half of it would take the space that is needed to go on.
        waiting.unlink(missing_ok=True)
        raise
    sync(path.parent)


def point_link(link: Path, target: str) -> None:
    """Make `link` a relative symbolic link to `target` in one step."""
    waiting = link.with_name(f".{link.name}.new")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(target)
    waiting.replace(link)
    sync(link.parent)
