"""Restoring a backup: into an empty home only, and only when every byte is as it was when it was backed up.

Belongs here: unpacking and checking. Nothing of the home is seen before all checks have passed.
"""

import shutil
import tarfile
from pathlib import Path

from orchestration.lib.backup.errors import BackupError
from orchestration.lib.backup.history import DUMP, restore_postgres
from orchestration.lib.backup.write import SUMS
from orchestration.lib.durable import sha256_of, sync_tree
from orchestration.lib.home import Home
from orchestration.lib.landing.archive import archive_path
from orchestration.lib.landing.ledger import sightings
from orchestration.lib.release.catalogue import whole_releases
from orchestration.lib.release.verify import verify_release


def restore_backup(home: Home, backup: Path, postgres_url: str | None) -> list[str]:
    """Make a home from a backup, and return one line per thing that was verified.

    Args:
        home: The data home; absent or empty.
        backup: A file that `write_backup` wrote.
        postgres_url: Where Dagster's history goes, if it was in Postgres; what is there is replaced.

    Raises:
        BackupError: The home is not empty, the file is no backup, or something in it is not as it was.
    """
    if home.root.exists() and any(home.root.iterdir()):
        raise BackupError(f"{home.root} is not empty. Remedy: name a new home: eqw --home DIR restore FILE")
    unpacked = Home.at(home.root.with_name(f".{home.root.name}.restoring"))
    shutil.rmtree(unpacked.root, ignore_errors=True)
    try:
        _unpack(backup, unpacked.root)
        verified = _verify(unpacked)
        dump = unpacked.root / DUMP
        if dump.exists():
            if postgres_url is None:
                raise BackupError("The history was in Postgres. Remedy: set EQW_POSTGRES_URL, then restore.")
            restore_postgres(postgres_url, dump)
            dump.unlink()
            verified.append("history: restored into Postgres")
        sync_tree(unpacked.root)
        if home.root.exists():
            home.root.rmdir()
        unpacked.root.rename(home.root)
    finally:
        shutil.rmtree(unpacked.root, ignore_errors=True)
    return verified


def _unpack(backup: Path, target: Path) -> None:
    target.mkdir(parents=True, mode=0o700)
    try:
        with tarfile.open(backup) as tar:
            # The filter refuses paths and links that lead out of the folder.
            tar.extractall(target, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{backup} is not a whole backup: {error}") from error


def _verify(home: Home) -> list[str]:
    sums = home.root / SUMS
    if not sums.is_file():
        raise BackupError(f"This is no whole backup: {SUMS} is missing.")
    listed: dict[str, str] = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        listed[name] = sha256
    sums.unlink()
    files = (path for path in home.root.rglob("*") if path.is_file() and not path.is_symlink())
    there = {str(path.relative_to(home.root)) for path in files}
    faults = [f"{name} is missing" for name in sorted(listed.keys() - there)]
    faults += [f"{name} is not part of the backup" for name in sorted(there - listed.keys())]
    faults += [
        f"{name} is not as it was"
        for name in sorted(there & listed.keys())
        if sha256_of(home.root / name) != listed[name]
    ]
    seen = sightings(home)
    faults += [
        f"the bytes of {one.feed}/{one.file_name} are not in the archive"
        for one in seen
        if not archive_path(home, one.sha256).is_file()
    ]
    releases = whole_releases(home)
    faults += [f"{path.name}: {fault}" for path in releases for fault in verify_release(path)]
    if faults:
        raise BackupError("This backup is damaged; nothing was restored. " + "; ".join(faults[:20]))
    return [
        f"{len(listed)} files: every byte as it was",
        f"{len(seen)} files ever seen: all in the archive",
        f"{len(releases)} releases: verified",
    ]
