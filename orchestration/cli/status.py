"""`eqw status`: how a data home stands, without running anything."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli.console import Exit, out, print_json
from orchestration.cli.tables import conservation_lines, feed_table, file_table, trouble_lines
from orchestration.lib.home import Home

if TYPE_CHECKING:
    from orchestration.lib.overview import Overview


def status(
    files: Annotated[bool, typer.Option("--files", help="Also one line per file.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """Show what came in, was accepted and waits, and what refuses. Exit code 3: rows were lost or doubled."""
    from orchestration.lib.alerts.dispatch import undelivered
    from orchestration.lib.overview import overview
    from orchestration.lib.release.catalogue import current_release

    home = Home.from_environment()
    stands = overview(home)
    release = current_release(home)
    if as_json:
        conserved = not stands.not_conserved
        version = release.version if release else None
        print_json({"home": home.root, "conserved": conserved, **asdict(stands), "release": version})
    else:
        _tell(stands, files)
        for sentence in undelivered(home):
            out.print(sentence, markup=False)
        out.print(f"Release: {release.version if release else 'none yet'}   Home: {home.root}", markup=False)
    # A refusal is a state that a person resolves and status only reports; lost rows are a fault of ours.
    if stands.not_conserved:
        raise typer.Exit(Exit.FAULT)


def _tell(stands: "Overview", files: bool) -> None:
    out.print(feed_table(stands.feeds))
    if files:
        out.print(file_table(stands.files))
    for line in (*conservation_lines(stands), *trouble_lines(stands)):
        out.print(line, markup=False)
