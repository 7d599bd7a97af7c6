"""`eqw prune`: remove old runs from Dagster's history."""

import datetime as dt
from typing import Annotated

import typer

from orchestration.cli.console import out
from orchestration.cli.instance import prepare_instance
from orchestration.lib.home import Home
from orchestration.lib.run_lock import run_lock


def prune(
    days: Annotated[int, typer.Option(min=7, help="Keep runs that were begun in so many days.")] = 400,
) -> None:
    """Remove old runs with their events and logs; what assets are now, the audit and releases stay."""
    import dagster as dg

    from orchestration.defs.history import prune_runs

    home = Home.from_environment()
    prepare_instance(home)
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    with run_lock(home), dg.DagsterInstance.get() as instance:
        removed = prune_runs(instance, before)
    out.print(f"{len(removed)} runs begun before {before:%Y-%m-%d} removed.")
