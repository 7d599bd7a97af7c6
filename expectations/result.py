"""What a gate found: plain, frozen, and the same whether it was just run or read from a receipt."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from expectations.suite import Severity


class SuiteNotRun(Exception):
    """A suite was not evaluated as a whole: a fault of the project, not of the data."""


class RuleResult(BaseModel):
    """What one rule found.

    Attributes:
        observed: What was seen, in words.
        bound: What is allowed, in words; empty where nothing but a readable file would do.
        unexpected_count: Rows that break the rule; None for a rule about the table as a whole.
        measured: The number of the rule's `measure`; None for a rule without, or where it cannot be told.
        failing_rows: Up to ten of them, restricted columns masked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule_id: str
    severity: Severity
    passed: bool
    observed: str
    bound: str
    unexpected_count: int | None = None
    measured: float | None = None
    failing_rows: tuple[dict[str, Any], ...] = ()
    why: str
    how_to_resolve: str
    owner: str

    @property
    def found(self) -> str:
        """What was seen and, where there is a bound, what is allowed."""
        return f"{self.observed} (allowed: {self.bound})" if self.bound else self.observed


class GateResult(BaseModel):
    """What a suite found; passed when no rule of severity error failed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suite: str
    suite_version: str
    passed: bool
    rules: tuple[RuleResult, ...]

    @property
    def errors(self) -> tuple[RuleResult, ...]:
        """Failed rules that stop the run."""
        return tuple(rule for rule in self.rules if not rule.passed and rule.severity == "error")

    @property
    def warnings(self) -> tuple[RuleResult, ...]:
        """Failed rules that are listed and stop nothing."""
        return tuple(rule for rule in self.rules if not rule.passed and rule.severity == "warning")
