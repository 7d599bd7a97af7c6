"""A logger that tells a person what a run is doing: one line per finished step, with its seconds."""

import logging
import sys
import time

import dagster as dg
from dagster import DagsterEventType

from orchestration.lib.logs import wants_json

_log = logging.getLogger(__name__)


class StepLines(logging.Handler):
    """Writes a line to standard error when a step ends; everything else stays in the event log."""

    def __init__(self) -> None:
        super().__init__()
        self._started: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Take one Dagster log record; records that carry no step event are not shown."""
        event = getattr(record, "dagster_event", None)
        if event is None or event.step_key is None:
            return
        step = event.step_key
        if event.event_type == DagsterEventType.STEP_START:
            self._started[step] = time.monotonic()
        elif event.event_type == DagsterEventType.STEP_SUCCESS:
            self._write("done", step)
        elif event.event_type == DagsterEventType.STEP_FAILURE:
            self._write("STOPPED", step)
        elif event.event_type == DagsterEventType.STEP_SKIPPED:
            self._write("skipped", step)

    def _write(self, outcome: str, step: str) -> None:
        taken = time.monotonic() - self._started.pop(step, time.monotonic())
        if wants_json():
            _log.info("step %s %s", step, outcome.lower(), extra={"step": step, "seconds": round(taken, 3)})
            return
        # Dagster names a check's step after asset and check: say "gate/psa", not "landing__psa_gate_psa".
        _, is_gate, gated = step.partition("_gate_")
        name = f"gate/{gated}" if is_gate else step.replace("__", "/", 1)
        sys.stderr.write(f"  {name:<34}{outcome:>8}{taken:8.1f} s\n")
        sys.stderr.flush()


def _step_lines(_: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("eqw.progress", level=logging.DEBUG)
    logger.addHandler(StepLines())
    return logger


@dg.definitions
def loggers() -> dg.Definitions:
    """Return the loggers a run may ask for."""
    described = "One line per finished step on standard error."
    return dg.Definitions(loggers={"progress": dg.LoggerDefinition(_step_lines, description=described)})
