"""How a run executes, however it was started: all steps in one process, which holds the data home meanwhile.

Belongs here: the executor of every run, and the end of runs whose process died. `eqw run` executes in its own
process and holds the home before Dagster starts; a run from the Dagster UI holds it by this.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import dagster as dg

from orchestration.lib.audit.actor import acting
from orchestration.lib.home import Home
from orchestration.lib.run_lock import run_lock

_IN_PROGRESS = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
# Many times what a run takes.
_PATIENCE_SECONDS = 1800.0
# What the daemon writes on a run that a schedule, sensor or backfill started.
_STARTED_BY = {
    "dagster/backfill": "backfill",
    "dagster/schedule_name": "schedule",
    "dagster/sensor_name": "sensor",
}


class HoldsTheHome(dg.Executor):
    """Executes as another executor does, while it holds the data home."""

    def __init__(self, inner: dg.Executor) -> None:
        self._inner = inner

    @property
    def retries(self) -> Any:
        """How the other executor retries."""
        return self._inner.retries

    def execute(self, plan_context: Any, execution_plan: Any) -> Iterator[dg.DagsterEvent]:
        """Run the steps of a plan.

        Raises:
            AnotherRunIsGoing: Another process works on the data home.
        """
        run = plan_context.dagster_run
        # Who starts a run is told that the home is in use; a run that nobody watches waits for it.
        patience = 0 if _STARTED_BY.keys().isdisjoint(run.tags) else _PATIENCE_SECONDS
        with run_lock(Home.from_environment(), patience=patience), acting(route_of(run.tags), run.run_id):
            close_dead_runs(plan_context.instance, but=plan_context.run_id)
            yield from self._inner.execute(plan_context, execution_plan)


def route_of(tags: Mapping[str, str]) -> str:
    """Return what started a run, as Dagster's tags tell it."""
    for tag, kind in _STARTED_BY.items():
        if tag in tags:
            return f"{kind}:{tags[tag]}"
    return "ui"


def close_dead_runs(instance: dg.DagsterInstance, but: str | None = None) -> None:
    """Mark as failed every run that never ended; whoever holds the data home knows that none of them lives.

    A run whose process was killed would stay "started", and keep those that are queued in the UI waiting.

    Args:
        instance: Dagster's record of runs.
        but: The run that is asking.
    """
    for run in instance.get_runs(dg.RunsFilter(statuses=_IN_PROGRESS)):
        if run.run_id != but:
            instance.report_run_failed(run, "Its process died before it could say how it ended.")


@dg.definitions
def executor() -> dg.Definitions:
    """Return the executor of every run."""
    # Steps are short and DuckDB uses all cores within one; a process per step would only import again.
    in_process = dg.in_process_executor
    create = cast("Callable[[dg.InitExecutorContext], dg.Executor]", in_process.executor_creation_fn)
    return dg.Definitions(
        executor=dg.ExecutorDefinition(
            "in_process_holding_the_home",
            config_schema=cast("Any", in_process.config_schema),
            executor_creation_fn=lambda context: HoldsTheHome(create(context)),
            description="All steps in one process, which holds the data home.",
        )
    )
