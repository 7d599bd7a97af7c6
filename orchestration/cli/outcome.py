"""How a Dagster run ended, as the command line needs to know it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration.lib import stages

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult

# What a step fails with when a gate refuses; anything else is a fault.
_REFUSALS = {"GateRefused", "ReleaseRefused", "DagsterAssetCheckFailedError"}


@dataclass(frozen=True)
class RunOutcome:
    """How a Dagster run ended.

    Attributes:
        refusals: What gates said that refused in this run.
        faults: Steps that failed for any other reason, each with its message.
        released: Whether the run cut a release, or confirmed the current one.
    """

    run_id: str
    refusals: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    released: bool

    @classmethod
    def of(cls, result: "ExecuteInProcessResult") -> "RunOutcome":
        """Return the outcome of a finished run."""
        faults = []
        refusals = []
        for event in result.all_events:
            if event.event_type_value != "STEP_FAILURE" or event.step_key is None:
                continue
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None and error.cls_name in _REFUSALS:
                refusals.append(error.message.strip())
            else:
                faults.append((event.step_key, error.message.strip() if error else "no message"))
        keys = {event.asset_key for event in result.get_asset_materialization_events()}
        released = any(key is not None and list(key.path) == stages.CURRENT_RELEASE for key in keys)
        return cls(result.run_id, tuple(refusals), tuple(faults), released)
