"""Raw bytes under their SHA-256, kept unchanged.

Belongs here: storing and finding raw files. Does not belong here: who saw which file when
(`ledger.py`).
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from orchestration.lib.durable import sha256_of, sync
from orchestration.lib.home import Home
from orchestration.lib.landing.regular_file import chunks, open_regular


def archive_path(home: Home, sha256: str) -> Path:
    """Return where bytes with this hash are, or will be, archived."""
    return home.archive / sha256[:2] / sha256


class ArchiveError(Exception):
    """Archived bytes are missing or changed; the message says which and what to do."""


def archived_file(home: Home, sha256: str, file_name: str) -> Path:
    """Return the archived bytes with this hash, checked.

    Raises:
        ArchiveError: They are missing or no longer have this hash.
    """
    path = archive_path(home, sha256)
    if not _is_whole(path, sha256):
        raise ArchiveError(
            f"The archived bytes of {file_name} ({path.relative_to(home.root)}) are missing or damaged. "
            "Restore them from a backup, or land the same file again."
        )
    return path


def archive_file(home: Home, source: Path) -> tuple[str, int]:
    """Copy a file's bytes into the archive; see `archive_stream`.

    Raises:
        UnreadableFileError: The file cannot be read.
    """
    with open_regular(source) as stream:
        return archive_stream(home, stream)


def archive_stream(home: Home, stream: BinaryIO) -> tuple[str, int]:
    """Copy the rest of an open file into the archive.

    The hash is of the bytes that were copied, so a file that changes meanwhile is archived as what it was
    when it was read. Archived bytes appear whole or not at all.

    Args:
        home: The data home.
        stream: The file, open for reading.

    Returns:
        SHA-256 and number of bytes.

    Raises:
        UnreadableFileError: The file cannot be read.
        OSError: The archive cannot be written.
    """
    home.archive.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=home.archive)
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks(stream):
                digest.update(chunk)
                target.write(chunk)
                size += len(chunk)
            target.flush()
            os.fsync(target.fileno())
        sha256 = digest.hexdigest()
        final = archive_path(home, sha256)
        if not _is_whole(final, sha256):
            final.parent.mkdir(exist_ok=True)
            incoming.chmod(0o444)
            incoming.replace(final)
            sync(final.parent)
    finally:
        incoming.unlink(missing_ok=True)
    return sha256, size


def _is_whole(path: Path, sha256: str) -> bool:
    return path.exists() and sha256_of(path) == sha256
