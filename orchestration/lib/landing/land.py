"""Copying a file into landing.

Belongs here: the atomic copy and what protects the file it replaces. Recognising is `recognise.py`.
"""

import os
import shutil
import tempfile
from pathlib import Path

from expectations.contract import FEEDS, contract
from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.ingest.snapshot_date import snapshot_date
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.landing.ledger import register_landing, sightings
from orchestration.lib.landing.recognise import recognise_feed
from orchestration.lib.landing.scan import is_ignored


def land_file(home: Home, file: Path, feed: str | None = None) -> Path:
    """Copy a file into the landing folder of its feed.

    The copy appears whole or not at all. Another file of the same name is replaced only after its bytes
    were archived and its sighting written.

    Args:
        home: The data home.
        file: The file.
        feed: Its feed; recognised from headings and name when None.

    Returns:
        The file in landing.

    Raises:
        LandingError: There is no such file or feed, the feed cannot be recognised, or the name will not do.
    """
    if not file.is_file():
        raise LandingError(f"{file}: there is no such file.")
    if is_ignored(file.name):
        raise LandingError(f"{file.name}: hidden and temporary names are passed over in landing. Rename it.")
    if feed is not None and feed not in FEEDS:
        raise LandingError(f"There is no feed '{feed}'. Feeds are {', '.join(FEEDS)}.")
    feed = feed or recognise_feed(file)
    if contract(feed).snapshot_date_from_name and snapshot_date(file.name) is None:
        raise LandingError(
            f"{file.name}: the name does not say which date the register is of. "
            "Name it like name_2026-07-15.csv, name_2026-07.csv or name_2026.csv."
        )
    target = home.landing / feed / file.name
    if target.is_file() and not target.is_symlink():
        if sha256_of(target) == sha256_of(file):
            return target
        _make_sure_seen(home, feed, target)
    _copy(file, target)
    return target


def _make_sure_seen(home: Home, feed: str, target: Path) -> None:
    register_landing(home)
    sha256 = sha256_of(target)
    if not any((s.feed, s.file_name, s.sha256) == (feed, target.name, sha256) for s in sightings(home)):
        raise LandingError(
            f"{feed}/{target.name} is in landing and could not be archived, so it is not replaced. "
            "Check the file and its permissions."
        )


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".landing-", dir=target.parent)
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream, file.open("rb") as source:
            shutil.copyfileobj(source, stream)
            stream.flush()
            os.fsync(stream.fileno())
        incoming.chmod(0o644)
        incoming.replace(target)
    finally:
        incoming.unlink(missing_ok=True)
