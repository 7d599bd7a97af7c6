"""A suite as a page shows it: every rule with what it found, its failures and its trend.

Belongs here: what is shown, as values. How it looks is `templates/`; the page knows where verdicts come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from expectations.measures import HOLDS, reading
from expectations.result import RuleResult
from expectations.suite import Rule, Suite
from orchestration.lib.quality.trend import Point, Trend

Outcome = Literal["refused", "warning", "passed", "not judged"]


@dataclass(frozen=True)
class Judgement:
    """The verdict of a suite on one thing.

    Attributes:
        label: What was judged, as a person knows it: a file, or the day of a table's check.
        is_current: Whether it still counts. A load that a later one made good and the earlier states of a
            table are there for the trend alone.
    """

    label: str
    results: tuple[RuleResult, ...]
    is_current: bool = True


@dataclass(frozen=True)
class Failure:
    """A rule that did not hold, with up to ten of the rows that break it.

    Attributes:
        reading: What was measured there, in the rule's words; empty where the rule has no measure.
    """

    label: str
    result: RuleResult
    reading: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the failing rows, in the order they first occur."""
        return columns_of(self.result.failing_rows)


@dataclass(frozen=True)
class RuleView:
    """One rule over everything it judged.

    Attributes:
        judged: How many things that count it judged.
        found: What it found, in words.
        measured: Its latest measure, where the rule has one; `reading` is the same in words.
    """

    rule: Rule
    outcome: Outcome
    judged: int
    found: str
    measured: float | None
    reading: str
    failures: tuple[Failure, ...]
    trend: Trend


@dataclass(frozen=True)
class SuiteView:
    """One suite with all of its rules."""

    suite: Suite
    outcome: Outcome
    judged: int
    rules: tuple[RuleView, ...]

    @property
    def anchor(self) -> str:
        """Where the page shows it."""
        return f"{self.suite.stage}-{self.suite.suite}"

    @property
    def failed(self) -> tuple[RuleView, ...]:
        """Rules that did not hold, refusals first."""
        found = [rule for rule in self.rules if rule.failures]
        return tuple(sorted(found, key=lambda rule: (rule.outcome != "refused", rule.rule.id)))

    @property
    def held(self) -> tuple[RuleView, ...]:
        """All other rules, in the order of the suite."""
        return tuple(rule for rule in self.rules if not rule.failures)

    def count(self, outcome: Outcome) -> int:
        """Return how many rules ended so."""
        return sum(rule.outcome == outcome for rule in self.rules)


def suite_view(suite: Suite, judgements: Sequence[Judgement]) -> SuiteView:
    """Return a suite with what each of its rules found.

    Args:
        suite: The suite; every rule of it is shown, judged or not.
        judgements: In the order of the trend.
    """
    rules = tuple(_rule_view(suite, rule, judgements) for rule in suite.rules)
    current = [judgement for judgement in judgements if judgement.is_current]
    results = [result for judgement in current for result in judgement.results]
    return SuiteView(suite, _outcome(results), len(current), rules)


def columns_of(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return the columns of rows, in the order they first occur."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


def _rule_view(suite: Suite, rule: Rule, judgements: Sequence[Judgement]) -> RuleView:
    found = [
        (judgement, result)
        for judgement in judgements
        for result in judgement.results
        if result.rule_id == rule.id
    ]
    current = [(judgement.label, result) for judgement, result in found if judgement.is_current]
    failures = tuple(
        Failure(label, result, _reading(rule, result.measured))
        for label, result in current
        if not result.passed
    )
    measured = current[-1][1].measured if current else None
    return RuleView(
        rule=rule,
        outcome=_outcome([result for _, result in current]),
        judged=len(current),
        found=_found(suite, len(current), failures),
        measured=measured,
        reading=_reading(rule, measured),
        failures=failures,
        trend=Trend(
            unit="measured" if rule.measure else "rows that break the rule",
            points=tuple(
                Point(judgement.label, _value(rule, result), not result.passed) for judgement, result in found
            ),
        ),
    )


def _outcome(results: Sequence[RuleResult]) -> Outcome:
    if not results:
        return "not judged"
    failed = {result.severity for result in results if not result.passed}
    if not failed:
        return "passed"
    return "refused" if "error" in failed else "warning"


def _found(suite: Suite, judged: int, failures: tuple[Failure, ...]) -> str:
    if not judged:
        return "not judged"
    if suite.stage == "published":
        return failures[0].result.observed if failures else HOLDS
    if not failures:
        return f"holds in {judged} of {judged} loads" if judged > 1 else "holds in the one load"
    return f"broken in {len(failures)} of {judged} {'load' if judged == 1 else 'loads'}"


def _reading(rule: Rule, measured: float | None) -> str:
    return "" if measured is None else reading(rule, measured)


def _value(rule: Rule, result: RuleResult) -> float | None:
    """Return what the trend follows; a rule that holds is broken by no row, even when none were counted."""
    if rule.measure is not None:
        return result.measured
    if result.unexpected_count is not None:
        return result.unexpected_count
    return 0.0 if result.passed else None
