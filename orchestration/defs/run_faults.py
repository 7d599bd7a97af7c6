"""Why a run ended: which of its steps were refused by a gate, and which failed for another reason.

Belongs here: reading that from a run's events, the same for the command line and for the sensors.
"""

from collections.abc import Iterable, Iterator

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from orchestration.lib.alerts.conditions import FailedStep

# What a step fails with when a gate refuses; anything else is a fault.
REFUSALS = {"GateRefused", "ReleaseRefused", "DagsterAssetCheckFailedError"}


def error_chain(error: SerializableErrorInfo | None) -> Iterator[SerializableErrorInfo]:
    """Yield an error, what caused it, and so on to the first cause."""
    while error is not None:
        yield error
        error = error.cause


def step_failures(events: Iterable[dg.DagsterEvent]) -> Iterator[tuple[str, list[SerializableErrorInfo]]]:
    """Yield each step that failed, with its error and what caused it."""
    for event in events:
        if event.event_type == dg.DagsterEventType.STEP_FAILURE and event.step_key is not None:
            yield event.step_key, list(error_chain(event.step_failure_data.error))


def faults_of(events: Iterable[dg.DagsterEvent]) -> tuple[list[FailedStep], bool]:
    """Return the steps that failed for another reason than a refusal, and whether any was refused."""
    failed, refused = [], False
    for step, chain in step_failures(events):
        error = (chain[-1].cls_name if chain else None) or "no error told"
        if error in REFUSALS:
            refused = True
        else:
            failed.append(FailedStep(step, error))
    return failed, refused
