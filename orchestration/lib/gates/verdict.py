"""Verdicts as a release records them: nothing that a feed gate quotes of a file leaves its zone.

Belongs here: from a receipt to the form in which it is released. No rule is judged here; how it is shown is
`lib/quality`.
"""

from dataclasses import dataclass

from expectations.masking import released_row
from expectations.measures import HOLDS
from expectations.result import RuleResult
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home


@dataclass(frozen=True)
class Verdict:
    """What a gate said about exact bytes.

    Attributes:
        subject: Table (published gate) or `feed/load_id` (feed gate).
        sha256: Hash of the bytes that were judged.
        suite_version: Version of the suite that judged.
        passed: Whether every blocking rule held.
        rules: Number of rules evaluated.
        failures: One sentence per blocking rule that did not hold.
        warnings: One sentence per warning rule that did not hold.
        results: What each rule found, in the form in which a release may tell it; for the quality page.
    """

    subject: str
    sha256: str
    suite_version: str
    passed: bool
    rules: int
    failures: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    results: tuple[RuleResult, ...] = ()


def load_verdicts(home: Home) -> tuple[Verdict, ...]:
    """Return the verdict of the feed gates on every load that has one, in the order of `standing`."""
    found = [(load, load.receipt) for load in standing(home)]
    return tuple(
        release_verdict(f"{load.feed}/{load.load_id}", receipt)
        for load, receipt in found
        if receipt is not None
    )


def release_verdict(subject: str, receipt: Receipt) -> Verdict:
    """Return a receipt in the form in which a release records it.

    What a feed gate observed may quote the file, and a file may hold restricted text anywhere, even where its
    headings should be. Of a feed gate a release therefore records rule ids, numbers of rows and where in the
    file they are; of a published gate everything, as it saw nothing but what is released.
    """
    told = _rule_and_count if receipt.gate == "feed" else _rule_and_observation
    return Verdict(
        subject=subject,
        # A rejected file has no rows; its verdict is about what ingest said of it.
        sha256=receipt.inputs.get("batch") or receipt.inputs["load"],
        suite_version=receipt.suite_version,
        passed=receipt.passed,
        rules=len(receipt.rules),
        failures=tuple(told(rule) for rule in receipt.errors),
        warnings=tuple(told(rule) for rule in receipt.warnings),
        results=tuple(
            _released(rule, receipt.suite) if receipt.gate == "feed" else rule for rule in receipt.rules
        ),
    )


def _released(rule: RuleResult, feed: str) -> RuleResult:
    rows = tuple(released_row(row, feed) for row in rule.failing_rows)
    return rule.model_copy(update={"observed": _counted(rule), "failing_rows": rows})


def _counted(rule: RuleResult) -> str:
    """Return what a rule observed without a word of the file."""
    if rule.passed:
        return HOLDS
    count = rule.unexpected_count
    return "does not hold" if count is None else f"{count:,} {'row' if count == 1 else 'rows'}"


def _rule_and_count(rule: RuleResult) -> str:
    return rule.rule_id if rule.unexpected_count is None else f"{rule.rule_id}: {_counted(rule)}"


def _rule_and_observation(rule: RuleResult) -> str:
    return f"{rule.rule_id}: {rule.observed}"
