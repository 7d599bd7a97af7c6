"""Opening and reading a regular file that others may change, replace or remove meanwhile.

Belongs here: the one way in which landing reads bytes. Where they go is `archive.py`.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20
# Never through a symbolic link put there since landing was walked, and never waiting for a pipe's other end.
_HOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class UnreadableFileError(Exception):
    """A file cannot be opened or read; the message is the reason that the system gives."""


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading.

    Raises:
        UnreadableFileError: It is gone, may not be read, or is a link, folder, pipe, socket or device.
    """
    try:
        descriptor = os.open(path, _HOW)
    except OSError as error:
        raise _unreadable(error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableFileError("it is not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            yield stream
    finally:
        os.close(descriptor)


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file piece by piece.

    Raises:
        UnreadableFileError: The disk, or the machine behind it, does not give the bytes.
    """
    while True:
        try:
            chunk = stream.read(_CHUNK)
        except OSError as error:
            raise _unreadable(error) from error
        if not chunk:
            return
        yield chunk


def sha256_of_stream(stream: BinaryIO) -> str:
    """Return the SHA-256 of the rest of a file as 64 hex digits.

    Raises:
        UnreadableFileError: The bytes cannot be read.
    """
    digest = hashlib.sha256()
    for chunk in chunks(stream):
        digest.update(chunk)
    return digest.hexdigest()


def _unreadable(error: OSError) -> UnreadableFileError:
    if error.errno == errno.ELOOP:
        return UnreadableFileError("it is a symbolic link")
    return UnreadableFileError((error.strerror or str(error)).lower())
