"""Making a backup: one tar file with everything that cannot be made again, and the SHA-256 of each part.

Belongs here: what is in it. Loads, receipts, the warehouse and the candidate are made again by the next run
from what is here; whoever holds the data home is waited out, so that the parts fit together.
"""

import datetime as dt
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from orchestration.lib.backup.history import DUMP, copy_sqlite, dump_postgres
from orchestration.lib.durable import sha256_of, sync
from orchestration.lib.home import Home
from orchestration.lib.run_lock import run_lock

SUMS = "SHA256SUMS"
_FOLDERS = ("landing", "archive", "ledger", "audit", "alerts", "releases")
_FILES = ("settings.yaml", "dagster/dagster.yaml")


def write_backup(home: Home, into: Path, postgres_url: str | None) -> Path:
    """Write `eqw-<UTC time>.tar` into a folder, readable by its owner alone, and return its path.

    Args:
        home: The data home.
        into: Folder of backups; made when absent.
        postgres_url: Address of Dagster's history, where it is in Postgres.

    Raises:
        AnotherRunIsGoing: A run is going; nothing was written.
        BackupError: Postgres could not be dumped; nothing was left.
    """
    into.mkdir(parents=True, exist_ok=True)
    target = into / f"eqw-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}.tar"
    waiting = target.with_name(f".{target.name}.new")
    with run_lock(home), tempfile.TemporaryDirectory(dir=into, prefix=".eqw-") as scratch:
        copied = Path(scratch)
        if postgres_url is None:
            copy_sqlite(home, copied)
        else:
            dump_postgres(postgres_url, copied / DUMP)
        try:
            _write_tar(waiting, [*_parts(home), *_below(copied, copied)])
        except OSError:
            waiting.unlink(missing_ok=True)
            raise
    sync(waiting)
    waiting.replace(target)
    sync(into)
    return target


def _parts(home: Home) -> Iterator[tuple[str, Path]]:
    for folder in _FOLDERS:
        yield from _below(home.root / folder, home.root)
    for name in _FILES:
        if (home.root / name).is_file():
            yield name, home.root / name


def _below(folder: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file and link below a folder, under its path below a root; locks are of this machine."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or (path.is_file() and path.name != ".lock"):
            yield str(path.relative_to(root)), path


def _write_tar(target: Path, parts: list[tuple[str, Path]]) -> None:
    target.touch(mode=0o600)
    sums = []
    with tarfile.open(target, "w") as tar:
        for name, path in parts:
            tar.add(path, name, recursive=False)
            if not path.is_symlink():
                sums.append(f"{sha256_of(path)}  {name}\n")
        content = "".join(sums).encode()
        described = tarfile.TarInfo(SUMS)
        described.size = len(content)
        tar.addfile(described, io.BytesIO(content))
