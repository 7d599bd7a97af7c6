"""`eqw run`: everything from landing to release, through Dagster, with visible progress."""

import io
import signal
import sys
import time
import uuid
from contextlib import redirect_stderr, redirect_stdout
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from orchestration.cli.alerting import alert_on_fault, alert_on_outcome
from orchestration.cli.console import Exit, err, out, print_json
from orchestration.cli.instance import prepare_instance
from orchestration.cli.outcome import RunOutcome
from orchestration.cli.report import as_plain, collect
from orchestration.cli.sample import anything_landed
from orchestration.cli.summary import tell
from orchestration.lib.audit.actor import acting
from orchestration.lib.automation.environments import declared_here
from orchestration.lib.home import Home
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock
from orchestration.lib.settings import read_settings
from orchestration.lib.warehouse.manifest import prepare_manifest


class Only(StrEnum):
    """A part of the flow that can be run alone."""

    CONCERNS = "concerns"
    RELEASE = "release"


_JOBS = {None: "landing_to_release", Only.CONCERNS: "concerns_refresh", Only.RELEASE: "release"}


def prepare() -> None:
    """Make the instance file, and parse the dbt project, which Dagster needs before it can show the graph."""
    prepare_instance(Home.from_environment())
    err.print("dbt project parsed." if prepare_manifest() else "dbt project is parsed and up to date.")


def run(
    sample_if_empty: Annotated[
        bool, typer.Option("--sample-if-empty", help="Make sample files first if nothing was ever landed.")
    ] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Only this asset, as group/name; may be given again.")
    ] = None,
    only: Annotated[
        Only | None,
        typer.Option(help="concerns: take in concerns alone, no release. release: of what is built already."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as a JSON document.")] = False,
) -> None:
    """Run everything: landing, gates, warehouse, scores, release. Exit code 1 means a gate refused."""
    started = time.monotonic()
    if only and select:
        raise typer.BadParameter("--only and --select exclude each other", param_hint="--only")
    run_id = str(uuid.uuid4())
    home = Home.from_environment()
    # A setting that is not allowed is told before anything runs.
    read_settings(home)
    declared_here()
    # A polite stop by the system ends a run as Ctrl-C does, so that it takes its dbt along.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        with run_lock(home):
            if sample_if_empty and not anything_landed(home):
                _make_sample(home)
            prepare_instance(home)
            err.print("Preparing: dbt project and Dagster graph …")
            prepare_manifest()
            outcome = _materialise(home, select, _JOBS[only], run_id)
            page = _write_quality_page(home)
    except KeyboardInterrupt:
        err.print("Stopped. Nothing half-done is visible; run again to go on.")
        raise typer.Exit(Exit.FAULT) from None
    except (AnotherRunIsGoing, typer.BadParameter):
        # Told to who asked; nothing ran.
        raise
    except Exception as error:
        alert_on_fault(home, run_id, error)
        raise
    alert_on_outcome(home, outcome)
    report = collect(home, outcome, time.monotonic() - started)
    if as_json:
        print_json(as_plain(report))
    else:
        tell(report)
        out.print(f"Quality  {page}", markup=False)
    # A fault is ours to mend and comes first: a refusal beside it may only follow from it.
    if report.faults:
        raise typer.Exit(Exit.FAULT)
    if report.refusals:
        raise typer.Exit(Exit.GATE_REFUSED)


def _write_quality_page(home: Home) -> Path:
    """Write what the gates said, also of files that were refused and so never reach a release."""
    from orchestration.lib.quality.local_page import write_local_page

    return write_local_page(home)


class _WithoutLostEvents(io.TextIOBase):
    """Counts Dagster's lines of SQL on events that it could not store, in place of showing them."""

    def __init__(self, told: TextIO) -> None:
        self._told = told
        self.lost = 0

    def write(self, text: str) -> int:
        """Pass text on, unless it is such a line."""
        if not text.startswith("Exception while writing logger call"):
            return self._told.write(text)
        self.lost += 1
        return len(text)

    def flush(self) -> None:
        """Pass on what is waiting."""
        self._told.flush()


def _make_sample(home: Home) -> None:
    from sample_data.generate import generate

    err.print("Landing is empty: making sample data (invented providers) …")
    generate(home.root, progress=lambda line: err.print(f"  {line}", markup=False))


def _materialise(home: Home, select: list[str] | None, name: str, run_id: str) -> RunOutcome:
    # Dagster takes a second to import; commands that do not run anything should not pay for it.
    import dagster as dg

    from orchestration.definitions import defs
    from orchestration.defs.executor import close_dead_runs
    from orchestration.defs.jobs import RUN_CONFIG

    definitions = defs()
    job = definitions.resolve_job_def(name)
    keys = [dg.AssetKey.from_user_string(key) for key in select or []]
    unknown = set(keys).difference(job.asset_layer.executable_asset_keys)
    if unknown:
        names = ", ".join(sorted(key.to_user_string() for key in unknown))
        raise typer.BadParameter(f"no such asset: {names}", param_hint="--select")
    log = home.dagster / "latest_run.log"
    err.print(f"Running (what dbt says goes to {log}):", markup=False)
    told = _WithoutLostEvents(sys.stderr)
    with (
        log.open("w", encoding="utf-8") as lines,
        redirect_stdout(lines),
        redirect_stderr(told),
        dg.DagsterInstance.get() as instance,
    ):
        close_dead_runs(instance)
        with acting("eqw run", run_id):
            result = job.execute_in_process(
                instance=instance,
                raise_on_error=False,
                run_config={"loggers": {"progress": {}}, **RUN_CONFIG.get(name, {})},
                asset_selection=keys or None,
                run_id=run_id,
            )
    if told.lost:
        err.print(f"{told.lost} events of this run could not be stored in Dagster's history.")
    return RunOutcome.of(result)
