"""Dagster's history in a backup: SQLite files copied while they are in use, Postgres by its own tools.

Belongs here: getting it out and in. The address of Postgres reaches its tools by the environment, never by
their command line, which every user of the machine can read.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from orchestration.lib.backup.errors import BackupError
from orchestration.lib.home import Home

DUMP = "postgres.dump"


def copy_sqlite(home: Home, into: Path) -> None:
    """Copy every SQLite file below `DAGSTER_HOME` as of one moment each, under the same relative path."""
    for source in sorted(home.dagster.rglob("*.db")):
        target = into / source.relative_to(home.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)


def dump_postgres(url: str, target: Path) -> None:
    """Write the history in Postgres to a file.

    Raises:
        BackupError: `pg_dump` is missing or failed.
    """
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], url)


def restore_postgres(url: str, dump: Path) -> None:
    """Replace the history in Postgres by that of a file.

    Raises:
        BackupError: `pg_restore` is missing or failed.
    """
    database = make_url(url).database or "postgres"
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--exit-on-error"]
    _run("pg_restore", [*options, "--single-transaction", f"--dbname={database}", str(dump)], url)


def _run(tool: str, arguments: list[str], url: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise BackupError(f"{tool} is not installed. Remedy: install the client programs of PostgreSQL.")
    done = subprocess.run(  # noqa: S603  # a program of PostgreSQL, our own arguments
        [program, *arguments], env={**os.environ, **_as_environment(url)}, capture_output=True, text=True
    )
    if done.returncode != 0:
        told = done.stderr.strip().splitlines()
        raise BackupError(f"{tool} failed: {told[-1] if told else done.returncode}")


def _as_environment(url: str) -> dict[str, str]:
    """Return an address as the variables that PostgreSQL's programs read."""
    parsed = make_url(url)
    host = parsed.host or parsed.query.get("host")
    named = {
        "PGHOST": host if isinstance(host, str) else None,
        "PGPORT": str(parsed.port) if parsed.port else None,
        "PGUSER": parsed.username,
        "PGPASSWORD": parsed.password if isinstance(parsed.password, str) else None,
        "PGDATABASE": parsed.database,
    }
    return {name: value for name, value in named.items() if value}
