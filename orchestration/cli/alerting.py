"""What `eqw run` alerts of itself at its end: by the functions that Dagster's sensors use.

Belongs here: from the end of the command to alerts. An alert that does not go out is told and changes no exit
code.
"""

from orchestration.cli.console import err
from orchestration.cli.outcome import RunOutcome
from orchestration.lib.alerts.conditions import FailedStep, run_failed
from orchestration.lib.alerts.dispatch import raise_alerts
from orchestration.lib.home import Home
from orchestration.lib.settings import read_settings


def alert_on_outcome(home: Home, outcome: RunOutcome) -> None:
    """Raise what a run that came to its end gives reason for."""
    from orchestration.defs.alerts import alert_on_run

    _tell(alert_on_run(home, outcome.run_id, outcome.failed, bool(outcome.faults)))


def alert_on_fault(home: Home, run_id: str, error: Exception) -> None:
    """Raise that a run ended in an error outside its steps."""
    step = FailedStep("before or after its steps", type(error).__name__)
    _tell(raise_alerts(home, [run_failed(home, run_id, [step], read_settings(home).alerts.pages)]))


def _tell(undelivered: tuple[str, ...]) -> None:
    for sentence in undelivered:
        err.print(sentence, markup=False)
