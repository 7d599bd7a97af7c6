"""`eqw land`: copy files into the right landing folder."""

from pathlib import Path
from typing import Annotated

import typer

from expectations.contract import FEEDS
from orchestration.cli.console import out, print_json
from orchestration.lib.home import Home


def land(
    files: Annotated[list[Path], typer.Argument(help="Files to copy.")],
    feed: Annotated[
        str | None, typer.Option(help=f"The feed, if headings do not tell: {', '.join(FEEDS)}.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document.")] = False,
) -> None:
    """Copy files into landing; the feed is recognised from headings unless --feed names it."""
    from orchestration.lib.landing.land import land_file

    if feed is not None and feed not in FEEDS:
        raise typer.BadParameter(
            f"{feed!r} is not a feed; the feeds are {', '.join(FEEDS)}", param_hint="--feed"
        )
    home = Home.from_environment()
    landed = [(file, land_file(home, file, feed)) for file in files]
    if as_json:
        print_json([{"file": str(f), "landed_as": str(p), "feed": p.parent.name} for f, p in landed])
        return
    for file, path in landed:
        out.print(f"{file.name} -> {path.relative_to(home.root)}", markup=False)
