"""Verdicts for reading: Markdown tables for the Dagster UI, and what a release says about its gates.

Belongs here: turning receipts into other forms. No rule is judged here, and failing rows are
not shown.
"""

from collections.abc import Sequence

from expectations.result import RuleResult
from orchestration.lib.gates.feed_gate import LoadVerdict
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home
from orchestration.lib.release.provenance import Verdict


def rule_table(rules: Sequence[RuleResult]) -> str:
    """Return a Markdown table of rules, what failed first."""
    lines = ["| rule | verdict | observed | allowed | how to resolve |", "|---|---|---|---|---|"]
    for rule in sorted(rules, key=lambda rule: (rule.passed, rule.severity, rule.rule_id)):
        remedy = "" if rule.passed else rule.how_to_resolve
        lines.append(_row(rule.rule_id, _verdict(rule), rule.observed, rule.bound, remedy))
    return "\n".join(lines)


def verdict_table(verdicts: Sequence[LoadVerdict]) -> str:
    """Return a Markdown table of the rules that failed, and one line for each load without any."""
    lines = ["| file | rule | verdict | observed | how to resolve |", "|---|---|---|---|---|"]
    for verdict in verdicts:
        failed = [rule for rule in verdict.receipt.rules if not rule.passed]
        if not failed:
            lines.append(_row(verdict.file_name, f"all {len(verdict.receipt.rules)}", "passed", "", ""))
        for rule in failed:
            cells = (rule.rule_id, _verdict(rule), rule.observed, rule.how_to_resolve)
            lines.append(_row(verdict.file_name, *cells))
    return "\n".join(lines)


def load_verdicts(home: Home) -> tuple[Verdict, ...]:
    """Return the verdict of the feed gates on every load that has one, for QUALITY.md."""
    found = [(load, load.receipt) for load in standing(home)]
    return tuple(
        release_verdict(f"{load.feed}/{load.load_id}", receipt)
        for load, receipt in found
        if receipt is not None
    )


def release_verdict(subject: str, receipt: Receipt) -> Verdict:
    """Return a receipt in the form in which a release records it.

    What a feed gate observed may quote the file, and a file may hold restricted text anywhere, even where its
    headings should be. Of a feed gate a release therefore records rule ids and numbers of rows alone.
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
    )


def _rule_and_count(rule: RuleResult) -> str:
    count = rule.unexpected_count
    if count is None:
        return rule.rule_id
    return f"{rule.rule_id}: {count:,} {'row' if count == 1 else 'rows'}"


def _rule_and_observation(rule: RuleResult) -> str:
    return f"{rule.rule_id}: {rule.observed}"


def _verdict(rule: RuleResult) -> str:
    if rule.passed:
        return "passed"
    return "refused" if rule.severity == "error" else "warning"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
