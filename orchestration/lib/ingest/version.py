"""Which version of ingest made a load: a digest, so that nobody has to remember to raise a number.

Belongs here: naming what decides which rows the same bytes give. Contracts, limits and known keys have hashes
of their own in the manifest.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from expectations import contract, reference

_PACKAGES = ("duckdb", "pyarrow", "python-calamine")
_ROOM = Path(__file__).resolve().parent
_RESTS_ON = (contract.__file__, reference.__file__)


@cache
def ingest_version() -> str:
    """Return a digest of the source of ingest, of what it rests on, and of the packages that read files.

    A changed comment changes it too: every load is then made again from the archive, which costs time only.
    """
    return _digest([*_ROOM.rglob("*.py"), *map(Path, _RESTS_ON)])


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()[:12]
