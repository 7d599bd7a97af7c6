"""`eqw ui`: the Dagster web UI on this machine only."""

import os
import sys
from typing import Annotated

import typer

from orchestration.cli.instance import prepare_instance
from orchestration.lib.home import PROJECT_ROOT, Home
from orchestration.lib.warehouse.manifest import prepare_manifest


def ui(port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 3000) -> None:
    """Start the Dagster UI on 127.0.0.1 with the webserver and the daemon."""
    prepare_instance(Home.from_environment())
    prepare_manifest()
    # dagster dev replaces this process, so that stopping it stops everything it started.
    os.chdir(PROJECT_ROOT)
    program = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-w",
        "workspace.yaml",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    os.execv(sys.executable, program)  # noqa: S606  # our own interpreter, fixed arguments
