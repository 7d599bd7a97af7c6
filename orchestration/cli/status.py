"""`eqw status`: how a data home stands, without running anything."""

from dataclasses import asdict
from typing import Annotated

import typer

from orchestration.cli.console import out, print_json
from orchestration.cli.tables import feed_table, trouble_lines
from orchestration.lib.home import Home


def status(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False) -> None:
    """Show per feed what came in, what was accepted, what waits in quarantine, and what refuses."""
    from orchestration.lib.overview import overview
    from orchestration.lib.release.catalogue import current_release

    home = Home.from_environment()
    stands = overview(home)
    release = current_release(home)
    if as_json:
        print_json({"home": home.root, **asdict(stands), "release": release.version if release else None})
        return
    out.print(feed_table(stands.feeds))
    for line in trouble_lines(stands):
        out.print(line, markup=False)
    out.print(f"Release: {release.version if release else 'none yet'}   Home: {home.root}", markup=False)
