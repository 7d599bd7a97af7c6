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
    """Copy files into landing, all or none; the feed is recognised from headings unless --feed names it."""
    from orchestration.lib.landing.land import land_files

    if feed is not None and feed not in FEEDS:
        raise typer.BadParameter(
            f"{feed!r} is not a feed; the feeds are {', '.join(FEEDS)}", param_hint="--feed"
        )
    home = Home.from_environment()
    landed = land_files(home, files, feed)
    if as_json:
        print_json(
            [
                {
                    "file": str(one.file),
                    "landed_as": str(one.path),
                    "feed": one.feed,
                    "set_aside": one.set_aside.reason if one.set_aside else None,
                    "seen_as": one.seen_as,
                }
                for one in landed
            ]
        )
        return
    for one in landed:
        out.print(f"{one.file.name} -> {one.path.relative_to(home.root)}", markup=False)
        if decision := one.set_aside:
            out.print(
                f"  note: these bytes were set aside on {decision.at:%Y-%m-%d} because: {decision.reason}; "
                "they stay set aside.",
                markup=False,
            )
        elif one.seen_as is not None:
            out.print(f"  note: the same bytes were seen before as {one.seen_as}: no new load.", markup=False)
