"""`eqw ui`: the Dagster web UI on this machine only."""

import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Annotated

import typer

from orchestration.cli.instance import prepare_instance
from orchestration.lib.home import PROJECT_ROOT, Home
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock
from orchestration.lib.warehouse.manifest import prepare_manifest


def ui(port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 3000) -> None:
    """Start the Dagster UI on 127.0.0.1 with the webserver and the daemon."""
    with socket.socket() as probe:
        # Dagster itself would go on running beside the server that has the port.
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise typer.BadParameter(f"port {port} is in use; name another", param_hint="--port")
    home = Home.from_environment()
    prepare_instance(home)
    prepare_manifest()
    close_what_died(home)
    # A shell starts background jobs with interrupts ignored, and Dagster stops its children by an interrupt:
    # without this, `eqw ui &` could not be stopped by a polite signal.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
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


def close_what_died(home: Home) -> None:
    """Mark runs whose process died as failed: those that are started from the UI would wait for them."""
    import dagster as dg

    from orchestration.defs.executor import close_dead_runs

    # While a run is going there is nothing to do here: it did the same when it began.
    with suppress(AnotherRunIsGoing), run_lock(home), dg.DagsterInstance.get() as instance:
        close_dead_runs(instance)
