"""Which error means which exit code, and how it is told."""

import os
import traceback

from orchestration.cli.console import Exit, err
from orchestration.cli.disk_full import disk_full_message, words_of
from orchestration.cli.instance import InstanceError
from orchestration.lib.automation.environments import UnknownEnvironment
from orchestration.lib.backup.errors import BackupError
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.ingest.conservation import ConservationError
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.lineage.trace_rules import TraceError
from orchestration.lib.quarantine.errors import QuarantineError
from orchestration.lib.release.catalogue import ReleaseNotFoundError
from orchestration.lib.release.errors import ReleaseRefused
from orchestration.lib.report.errors import ExportError
from orchestration.lib.run_lock import AnotherRunIsGoing
from orchestration.lib.scoring.parameter_file import ParameterFileError
from orchestration.lib.secrets import SecretError
from orchestration.lib.serving.errors import ServingError
from orchestration.lib.settings import SettingsError

_REFUSALS = (GateRefused, ReleaseRefused)
_USAGE = (
    BackupError,
    InstanceError,
    ExportError,
    LandingError,
    ParameterFileError,
    QuarantineError,
    ReleaseNotFoundError,
    SecretError,
    SettingsError,
    TraceError,
    UnknownEnvironment,
)
_PLAIN = (*_REFUSALS, *_USAGE, AnotherRunIsGoing, ConservationError, ServingError)


def exit_code_of(error: BaseException) -> Exit:
    """Return the exit code that an error ends a command with."""
    if isinstance(error, _REFUSALS):
        return Exit.GATE_REFUSED
    if isinstance(error, _USAGE):
        return Exit.BAD_USAGE
    return Exit.FAULT


def say_error(error: BaseException) -> None:
    """Tell an error in one message; the traceback only of an unforeseen one, and only with `EQW_DEBUG`."""
    if isinstance(error, _PLAIN):
        err.print(str(error), markup=False)
        return
    if full := disk_full_message(words_of(error)):
        err.print(full, markup=False)
        return
    if isinstance(error, OSError) and error.filename:
        err.print(
            f"{error.filename}: {error.strerror}. Remedy: check the path and its permissions.", markup=False
        )
    else:
        err.print(f"{type(error).__name__}: {error}", markup=False)
    if os.environ.get("EQW_DEBUG"):
        err.print("".join(traceback.format_exception(error)), markup=False)
    else:
        err.print("Run again with EQW_DEBUG=1 to see where it happened.")
