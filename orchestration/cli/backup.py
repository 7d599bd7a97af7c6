"""`eqw backup` and `eqw restore`: what cannot be made again, in one file and back."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.console import out
from orchestration.cli.instance import POSTGRES_URL
from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.secrets import read_secret


def backup(
    into: Annotated[Path, typer.Option(help="Folder of backups, on another disk.")],
) -> None:
    """Write landing, archive, ledger, audit, alerts, settings, releases and Dagster's history to one file."""
    from orchestration.lib.backup.write import write_backup

    home = Home.from_environment()
    written = write_backup(home, into, read_secret(POSTGRES_URL))
    record_act(home, "backed_up", written.name, inputs={"file": sha256_of(written)})
    out.print(f"{written}  {written.stat().st_size / 1e6:,.1f} MB. It holds restricted data.", markup=False)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)],
) -> None:
    """Make an empty home from a backup, after checking every byte of it."""
    from orchestration.lib.backup.restore import restore_backup

    home = Home.from_environment()
    for line in restore_backup(home, file, read_secret(POSTGRES_URL)):
        out.print(line, markup=False)
    record_act(home, "restored", file.name, inputs={"file": sha256_of(file)})
    out.print(f"{home.root} is restored. Next, to make the rest again: eqw run", markup=False)
