"""The `eqw` command: options that every command shares, and the exit code of each kind of ending.

Belongs here: the list of commands. What a command does stands in its own module beside this one.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli import (
    alerts,
    audit,
    backup,
    export,
    land,
    pipeline,
    prune,
    quality,
    quarantine,
    releases,
    sample,
    score,
    set_aside,
    status,
    trace,
    ui,
)
from orchestration.cli.console import Exit, err
from orchestration.cli.errors import exit_code_of, say_error
from orchestration.lib.home import Home
from orchestration.lib.logs import log_in_json

app = typer.Typer(
    name="eqw",
    help="Education Quality Warehouse: from dropped files to a gated release.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("sample")(sample.sample)
app.command("land")(land.land)
app.command("run")(pipeline.run)
app.command("status")(status.status)
app.command("quality")(quality.quality)
app.command("audit")(audit.audit)
app.command("trace")(trace.trace)
app.command("score")(score.score)
app.command("set-aside")(set_aside.set_aside_file)
app.command("prepare")(pipeline.prepare)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("prune")(prune.prune)
app.command("ui")(ui.ui)
app.add_typer(alerts.app, name="alerts")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(releases.app, name="release")
app.add_typer(export.app, name="export")


@app.callback()
def options(
    home: Annotated[
        Path | None,
        typer.Option("--home", help="Data home: everything lives below it. Default: EQW_HOME, else data/."),
    ] = None,
) -> None:
    """Education Quality Warehouse: from dropped files to a gated release."""
    chosen = Home.at(home) if home is not None else Home.from_environment()
    if chosen.root.exists() and not chosen.root.is_dir():
        raise typer.BadParameter(f"{chosen.root} is not a folder", param_hint="--home")
    if set(str(chosen.root)) & {"'", '"', "\n"}:
        # The path is written into SQL by dbt's own templates, where it cannot be escaped.
        raise typer.BadParameter(
            f"{chosen.root} holds a quotation mark; choose another path", param_hint="--home"
        )
    # Dagster, dbt and every child process find the home by these two names.
    os.environ["EQW_HOME"] = str(chosen.root)
    os.environ["DAGSTER_HOME"] = str(chosen.dagster)


def main() -> None:
    """Run the command line and end with its exit code."""
    # Telemetry of every tool that a command may start is off.
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    log_in_json()
    try:
        app()
    except KeyboardInterrupt:
        err.print("Stopped. Nothing half-done is visible; run again to go on.")
        sys.exit(Exit.FAULT)
    except Exception as error:  # noqa: BLE001  # the last line of defence turns any fault into a message and code 3
        say_error(error)
        sys.exit(exit_code_of(error))
