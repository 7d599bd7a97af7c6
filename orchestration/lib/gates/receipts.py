"""Receipts: the verdict of one suite version on exact bytes, kept as a file.

Belongs here: writing, finding and demanding receipts. Does not belong here: which bytes a gate looks at.
A receipt is found by what it vouches for (suite, suite version, SHA-256 of every input), so a receipt for
other bytes, or under an older suite, is simply not found.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from expectations.result import GateResult, RuleResult
from expectations.suite import Suite
from expectations.tools import tool_versions
from orchestration.lib.audit.record import record_act
from orchestration.lib.durable import write_atomically
from orchestration.lib.home import Home

_log = logging.getLogger(__name__)


class GateRefused(Exception):
    """A gate refuses: something has not passed, or was never checked. The message says what to do."""


class Receipt(BaseModel):
    """One verdict.

    Attributes:
        gate: Which gate: `feed` or `published`.
        subject: What was judged, as a person knows it: a file or a table.
        inputs: SHA-256 of everything the rules read, by the name under which they read it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    gate: Literal["feed", "published"]
    suite: str
    suite_version: str
    subject: str
    inputs: dict[str, str]
    verdict: Literal["passed", "refused"]
    rules: tuple[RuleResult, ...]
    checked_at: datetime
    tools: dict[str, str]

    @property
    def passed(self) -> bool:
        """Whether no rule of severity error failed."""
        return self.verdict == "passed"

    @property
    def errors(self) -> tuple[RuleResult, ...]:
        """Failed rules that stop the run."""
        return tuple(rule for rule in self.rules if not rule.passed and rule.severity == "error")

    @property
    def warnings(self) -> tuple[RuleResult, ...]:
        """Failed rules that are listed and stop nothing."""
        return tuple(rule for rule in self.rules if not rule.passed and rule.severity == "warning")

    @model_validator(mode="after")
    def _verdict_follows_from_rules(self) -> "Receipt":
        if not self.rules:
            raise ValueError("a receipt without rules vouches for nothing")
        if self.passed == bool(self.errors):
            raise ValueError("the verdict does not follow from the rules")
        return self


def find(home: Home, suite: Suite, inputs: Mapping[str, str]) -> Receipt | None:
    """Return the receipt of this suite version for exactly these bytes, or None.

    A receipt that cannot be read vouches for nothing: it is reported in the log and the gate runs again.
    """
    path = _path(home, suite, inputs)
    if not path.is_file():
        return None
    try:
        receipt = Receipt.model_validate_json(path.read_bytes())
    except ValidationError as error:
        _log.warning("%s cannot be read and does not count: %s", path, error)
        return None
    if (receipt.suite, receipt.suite_version, receipt.inputs) != (suite.suite, suite.version, dict(inputs)):
        _log.warning("%s speaks of something else than its name says and does not count", path)
        return None
    return receipt


def write(home: Home, suite: Suite, subject: str, inputs: Mapping[str, str], result: GateResult) -> Receipt:
    """Write the receipt of a result in one step and return it.

    Raises:
        ValueError: The result is not one of this suite version.
    """
    if (result.suite, result.suite_version) != (suite.suite, suite.version):
        raise ValueError(f"The result is of {result.suite} {result.suite_version}, not of {suite.suite}")
    receipt = Receipt(
        gate=suite.stage,
        suite=suite.suite,
        suite_version=suite.version,
        subject=subject,
        inputs=dict(inputs),
        verdict="passed" if result.passed else "refused",
        rules=result.rules,
        checked_at=datetime.now(UTC),
        tools=tool_versions(),
    )
    record_act(
        home,
        "judged",
        f"{suite.suite}/{subject}" if suite.stage == "feed" else f"published.{subject}",
        receipt.verdict,
        why=", ".join(rule.rule_id for rule in receipt.errors),
        inputs=receipt.inputs,
        versions={"suite": suite.version, **receipt.tools},
    )
    write_atomically(_path(home, suite, inputs), receipt.model_dump_json(indent=1).encode())
    return receipt


def require_passed(home: Home, suite: Suite, subject: str, inputs: Mapping[str, str]) -> Receipt:
    """Return the passing receipt for exactly these bytes.

    Raises:
        GateRefused: There is none, or the gate refused; the message names file, rule and remedy.
    """
    receipt = find(home, suite, inputs)
    if receipt is None:
        raise GateRefused(
            f"{subject} was not checked by the gate {suite.suite} as it is now. Run the gate first."
        )
    if not receipt.passed:
        raise GateRefused(refusal_text(subject, receipt.errors))
    return receipt


def refusal_text(subject: str, errors: tuple[RuleResult, ...]) -> str:
    """Say which rules refuse what, and how to resolve each."""
    told = [f"{rule.rule_id}: {rule.found.removesuffix('.')}. {rule.how_to_resolve}" for rule in errors]
    return f"{subject} is refused. " + " ".join(told)


def _path(home: Home, suite: Suite, inputs: Mapping[str, str]) -> Path:
    vouched = json.dumps([suite.suite, suite.version, sorted(inputs.items())])
    key = hashlib.sha256(vouched.encode()).hexdigest()
    return home.receipts / suite.stage / suite.suite / f"{key[:32]}.json"
