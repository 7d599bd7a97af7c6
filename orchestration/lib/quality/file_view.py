"""One file as the local page shows it: how it stands, what refuses it, what of it is in quarantine.

Belongs here: gathering that. It stays within the restricted zone; values that are masked even there come
masked from receipts and from `lib/quarantine`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.lib.gates.standing import LoadStanding
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import LoadWarning
from orchestration.lib.landing.names import as_argument
from orchestration.lib.quality.view import Failure
from orchestration.lib.quarantine.faults import FaultCount, count_faults

_SHOWN_REASONS = 10


@dataclass(frozen=True)
class FileView:
    """One file.

    Attributes:
        failures: Rules that it broke, those that refuse it first.
        quarantined: The most frequent reasons why rows or cells of it were put aside, each with the first row
            it met.
        more_reasons: How many reasons are not among them.
    """

    stands: LoadStanding
    failures: tuple[Failure, ...]
    quarantined: tuple[FaultCount, ...]
    more_reasons: int

    @property
    def is_accepted_with_faults(self) -> bool:
        """Whether there is more to say of it than that it is in."""
        return self.stands.status == "accepted" and bool(self.failures or self.quarantined or self.warnings)

    @property
    def warnings(self) -> tuple[LoadWarning, ...]:
        """What ingest found worth telling of the file, such as columns it left out."""
        return self.stands.manifest.warnings if self.stands.manifest else ()

    @property
    def argument(self) -> str:
        """The file as a command takes it."""
        return as_argument(f"{self.stands.feed}/{self.stands.file_name}")


def file_views(home: Home, standings: Sequence[LoadStanding]) -> list[FileView]:
    """Return what the local page says of each sighted file, in the given order."""
    reasons: dict[tuple[str, str], list[FaultCount]] = {}
    for count in count_faults(home, standings):
        reasons.setdefault((count.feed, count.load_id), []).append(count)
    return [_file_view(found, reasons.get((found.feed, found.load_id), [])) for found in standings]


def _file_view(found: LoadStanding, reasons: Sequence[FaultCount]) -> FileView:
    failed = [rule for rule in found.receipt.rules if not rule.passed] if found.receipt else []
    failed.sort(key=lambda rule: (rule.severity != "error", rule.rule_id))
    return FileView(
        stands=found,
        failures=tuple(Failure(found.file_name, rule) for rule in failed),
        quarantined=tuple(reasons[:_SHOWN_REASONS]),
        more_reasons=max(len(reasons) - _SHOWN_REASONS, 0),
    )
