"""How a Dagster run ended, as the command line needs to know it."""

import re
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration.cli.disk_full import disk_full_message
from orchestration.lib import stages
from orchestration.lib.alerts.conditions import FailedStep
from orchestration.lib.home import Home

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult

# Dagster puts the class of an error before what it says.
_CLASS = re.compile(r"^orchestration(\.\w+)+: ")
# A process that a signal ended has the signal's number as its exit code, below zero.
_KILLED_DBT = re.compile(r"dbt CLI process .*failed with exit code `-(\d+)`", re.DOTALL)


@dataclass(frozen=True)
class RunOutcome:
    """How a Dagster run ended.

    Attributes:
        refusals: What gates said that refused in this run.
        faults: Steps that failed for any other reason, each with its message.
        released: Whether the run cut a release, or confirmed the current one.
        failed: The same steps as `faults`, as an alert may tell them.
    """

    run_id: str
    refusals: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    released: bool
    failed: tuple[FailedStep, ...] = ()

    @classmethod
    def of(cls, result: "ExecuteInProcessResult") -> "RunOutcome":
        """Return the outcome of a finished run."""
        from orchestration.defs.run_faults import REFUSALS, faults_of, step_failures

        failed = tuple(faults_of(result.all_events)[0])
        faults: dict[str, str] = {}
        refusals = []
        for step, chain in step_failures(result.all_events):
            last = chain[-1] if chain else None
            if last is not None and last.cls_name == "DagsterExecutionInterruptedError":
                # Dagster takes a Ctrl-C for the failure of a step; the command line has its own words for it.
                raise KeyboardInterrupt
            if last is not None and last.cls_name in REFUSALS:
                refusals.append(_CLASS.sub("", last.message.strip()))
                continue
            full = disk_full_message("\n".join(error.message for error in chain), step)
            if full is not None:
                # Every step after it fails the same way: it is told once.
                return cls(result.run_id, tuple(refusals), ((step, full),), released=False, failed=failed)
            faults[step] = _fault(last.message.strip() if last else "no message")
        keys = {event.asset_key for event in result.get_asset_materialization_events()}
        released = any(key is not None and list(key.path) == stages.CURRENT_RELEASE for key in keys)
        return cls(result.run_id, tuple(refusals), tuple(faults.items()), released, failed)


def _fault(told: str) -> str:
    """Return what to say of a fault: its own words, unless they hide that dbt was killed."""
    killed = _KILLED_DBT.search(told)
    if killed is None:
        return _CLASS.sub("", told)
    number = int(killed[1])
    return (
        f"dbt was killed from outside by signal {number} ({signal.strsignal(number)}), not by a model that"
        " failed; the system does so when memory runs out. What it said last is in"
        f" {Home.from_environment().dagster / 'latest_run.log'}. The current release stays."
        " Remedy: run again: eqw run"
    )
