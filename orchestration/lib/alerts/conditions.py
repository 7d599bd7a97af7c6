"""What in a data home a person should be told of: refusals, quarantine over tolerance, overdue requirements.

Belongs here: from what stands in the home to alerts. It tells rule ids, counts and what to do; what a rule
saw in a file stays in the receipt. Of concerns it tells what the current release tells, and no more.
"""

import hashlib
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from expectations.result import RuleResult
from orchestration.lib.alerts.alert import Alert, alert
from orchestration.lib.duck import rows_of
from orchestration.lib.gates.published_gate import candidate_receipts
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.landing.names import as_argument, shown
from orchestration.lib.release.catalogue import current_release

_TOLERANCE = ".quarantined_share"
_MOST_CONCERNS = 20
_OVERDUE = """
select concern_id, event_id from rows
where status_code = 'overdue' order by concern_id, event_id
"""


@dataclass(frozen=True)
class FailedStep:
    """A step of a run that failed for another reason than a refusal; `error` is a class, never a message."""

    step: str
    error: str


def place(home: Home) -> str:
    """Return machine and data home, as an alert names them."""
    return f"{socket.gethostname()}:{home.root}"


def run_failed(home: Home, run_id: str, steps: Sequence[FailedStep], pages: str | None) -> Alert:
    """Return the alert on a run that ended in a fault.

    Args:
        home: The data home.
        run_id: The run.
        steps: What failed; empty when the run died before it could say.
        pages: Address of the Dagster UI, if people can reach one.
    """
    failed = ", ".join(f"{one.step} ({one.error})" for one in steps) or "its process died"
    page = f"{pages.rstrip('/')}/runs/{run_id}" if pages else "eqw ui, then the run's page"
    return alert(
        "run_failed",
        run_id,
        f"A run failed: {failed}. The current release stays.",
        f"{place(home)}, run {run_id}",
        f"Read the error ({page}; on the machine {home.dagster / 'latest_run.log'}), mend what it names,"
        " then: eqw run",
    )


def refusals(home: Home) -> list[Alert]:
    """Return one alert per file and per table that a gate refuses now."""
    loads = [(found, found.receipt) for found in standing(home) if found.is_blocking]
    tables = [receipt for receipt in candidate_receipts(home) if not receipt.passed]
    return [one for found, receipt in loads if receipt for one in _refused_load(home, found, receipt)] + [
        alert(
            "gate_refused",
            f"{receipt.suite} {receipt.suite_version} {sorted(receipt.inputs.items())}",
            f"A gate refused the published table {receipt.subject}: {_rules(receipt.errors)}."
            " The current release stays.",
            f"{place(home)}, table {receipt.subject}",
            f"{_remedies(receipt.errors)} Details: eqw status",
        )
        for receipt in tables
    ]


def _refused_load(home: Home, found: LoadStanding, receipt: Receipt) -> list[Alert]:
    subject = f"{found.feed}/{found.file_name}"
    file = as_argument(subject)
    over = tuple(rule for rule in receipt.errors if rule.rule_id.endswith(_TOLERANCE))
    other = tuple(rule for rule in receipt.errors if rule not in over)
    incident = f"{found.load_id} {receipt.suite_version} {sorted(receipt.inputs.items())}"
    raised = []
    if over:
        counts = found.manifest
        rows = f"{counts.rows_quarantined:,} of {counts.rows_in:,} rows" if counts else "too many rows"
        raised.append(
            alert(
                "quarantine_over_tolerance",
                incident,
                f"Quarantine is over tolerance: {rows} of {shown(subject)} cannot be used."
                " The current release stays.",
                f"{place(home)}, file {shown(subject)}, load {found.load_id}",
                f"eqw quarantine list --file {file}; for the sender:"
                f" eqw quarantine export {file} --to faults.xlsx",
            )
        )
    if other:
        raised.append(
            alert(
                "gate_refused",
                incident,
                f"A gate refused {shown(subject)}: {_rules(other)}. The current release stays.",
                f"{place(home)}, file {shown(subject)}, load {found.load_id}",
                f'{_remedies(other)} Or leave it out: eqw set-aside {file} --reason "…". Details: eqw status',
            )
        )
    return raised


def overdue_requirements(home: Home) -> list[Alert]:
    """Return an alert when the current release tells of immediate requirements that are overdue."""
    release = current_release(home)
    if release is None:
        return []
    rows = rows_of(release.path / "parquet" / "fct_concern_obligation.parquet", _OVERDUE)
    if not rows:
        return []
    events = " ".join(row["event_id"] for row in rows)
    concerns = sorted({row["concern_id"] for row in rows})
    named = ", ".join(concerns[:_MOST_CONCERNS])
    named += f" and {len(concerns) - _MOST_CONCERNS} more" if len(concerns) > _MOST_CONCERNS else ""
    return [
        alert(
            "requirement_overdue",
            hashlib.sha256(events.encode()).hexdigest(),
            f"{len(rows)} immediate requirements are recorded as overdue, in {len(concerns)} concerns.",
            f"{place(home)}, release {release.version}, concerns {named}",
            "Ask: was what was required done, and only not recorded? Table rpt_concern_prompt of the release,"
            " prompt_code requirement_overdue.",
        )
    ]


def feed_overdue(home: Home, feed: str, last: str, pages: str | None) -> Alert:
    """Return the alert on a feed whose last load is older than its policy allows.

    Args:
        home: The data home.
        feed: The asset that is stale, as group/name.
        last: When it was last made, in words; tells one lapse from the next.
        pages: Address of the Dagster UI, if people can reach one.
    """
    page = f" or {pages.rstrip('/')}/assets/{feed}" if pages else ""
    return alert(
        "feed_overdue",
        f"{feed} {last}",
        f"{feed} is overdue: last made {last}.",
        f"{place(home)}, asset {feed}",
        f"Is a file due? Land it: eqw land FILE, then eqw run. How it stands: eqw status{page}",
    )


def _rules(rules: Sequence[RuleResult]) -> str:
    return ", ".join(
        rule.rule_id if rule.unexpected_count is None else f"{rule.rule_id} ({rule.unexpected_count:,} rows)"
        for rule in rules
    )


def _remedies(rules: Sequence[RuleResult]) -> str:
    return " ".join(dict.fromkeys(rule.how_to_resolve for rule in rules))
