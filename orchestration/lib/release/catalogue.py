"""Which releases there are. Reads only.

Belongs here: listing and showing. Whether a release is intact is for `verify.py`.
"""

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from orchestration.lib.home import Home
from orchestration.lib.release.checksums import SUMS
from orchestration.lib.release.datapackage import read_descriptor

CURRENT = "current"
_VERSION = re.compile(r"v([0-9]{4})\.([0-9]{2})\.([0-9]+)")


class Release(BaseModel):
    """One release.

    Attributes:
        version: `vYYYY.MM.N`.
        path: Its folder.
        created: When it was cut, ISO 8601, UTC.
        identity: Hash of its tables and of what they were made from.
        rows: Number of rows of each table.
        is_current: Whether `current` points to it.
        is_readable: Whether its descriptor can be read; if not, created, identity and rows are empty and
            `verify.py` tells what is wrong.
        reused: Whether the last publish found it to be the same content and cut nothing.
    """

    version: str
    path: Path
    created: str = ""
    identity: str = ""
    rows: dict[str, int] = {}
    is_current: bool
    is_readable: bool = True
    reused: bool = False


class ReleaseNotFoundError(Exception):
    """There is no such release."""


class ReleaseDamagedError(Exception):
    """A release is there and cannot be read."""


def version_of(name: str) -> tuple[int, int, int] | None:
    """Return year, month and number of a version, or None for any other name."""
    match = _VERSION.fullmatch(name)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def list_releases(home: Home) -> list[Release]:
    """Return every release, newest first."""
    return [_read(home, path) for path in reversed(whole_releases(home))]


def current_release(home: Home) -> Release | None:
    """Return the release that `current` points to, or None when nothing was released.

    Raises:
        ReleaseNotFoundError: `current` points to something that is not a release.
    """
    link = home.releases / CURRENT
    if not link.is_symlink():
        return None
    return find_release(home, CURRENT)


def find_release(home: Home, version: str) -> Release:
    """Return one release by its version, or `current`.

    Raises:
        ReleaseNotFoundError: There is no such release; names those that exist.
    """
    name = (home.releases / CURRENT).resolve().name if version == CURRENT else version
    known = {path.name: path for path in whole_releases(home)}
    if name not in known:
        there = ", ".join(known) or "none yet"
        raise ReleaseNotFoundError(f"There is no release {version} in {home.releases}; there are: {there}.")
    return _read(home, known[name])


def show_release(home: Home, version: str = CURRENT) -> dict[str, Any]:
    """Return one release as plain values: version, path, rows by table, and what it was made from.

    Raises:
        ReleaseNotFoundError: There is no such release.
        ReleaseDamagedError: Its descriptor cannot be read.
    """
    release = find_release(home, version)
    if not release.is_readable:
        raise ReleaseDamagedError(f"{release.version} is damaged; `eqw release verify` tells how.")
    return {
        "version": release.version,
        "path": str(release.path),
        "created": release.created,
        "is_current": release.is_current,
        "identity": release.identity,
        "tables": release.rows,
        "provenance": read_descriptor(release.path)["provenance"],
    }


def whole_releases(home: Home) -> list[Path]:
    """Return the folders of all releases, oldest first; a torn write never bears a version's name."""
    if not home.releases.is_dir():
        return []
    numbered = [(version_of(path.name), path) for path in home.releases.iterdir() if (path / SUMS).is_file()]
    return [
        path
        for _, path in sorted((number, path) for number, path in numbered if number and not path.is_symlink())
    ]


def _read(home: Home, path: Path) -> Release:
    is_current = (home.releases / CURRENT).resolve() == path.resolve()
    try:
        descriptor = read_descriptor(path)
        return Release(
            version=path.name,
            path=path,
            created=descriptor["created"],
            identity=descriptor["identity"],
            rows={resource["name"]: resource["row_count"] for resource in descriptor["resources"]},
            is_current=is_current,
        )
    except (OSError, ValueError, KeyError, TypeError):
        # A damaged release is still listed: it must be possible to verify it, and to publish after it.
        return Release(version=path.name, path=path, is_current=is_current, is_readable=False)
