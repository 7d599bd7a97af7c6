"""`eqw set-aside`: take a refused file out of the way, on record."""

import getpass
from typing import Annotated

import typer

from orchestration.cli.console import out, print_json
from orchestration.lib.home import Home
from orchestration.lib.run_lock import run_lock


def set_aside_file(
    file: Annotated[str, typer.Argument(help="The file: name, feed/name, path, load id or SHA-256.")],
    reason: Annotated[
        str, typer.Option(help="Why; it is recorded and shown in every release: name no person.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """Set a file aside: its rows are no longer used and it no longer blocks; nothing is deleted."""
    from orchestration.lib.landing.ledger import set_aside

    if not reason.strip():
        raise typer.BadParameter("a reason is needed", param_hint="--reason")
    home = Home.from_environment()
    with run_lock(home):
        record = set_aside(home, file, reason=reason.strip(), by=getpass.getuser())
    if as_json:
        print_json(record.model_dump())
        return
    out.print(f"{record.file_name} is set aside: {record.reason}. Next: eqw run", markup=False)
