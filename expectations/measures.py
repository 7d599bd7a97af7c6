"""The numbers that rules are about, measured whether a rule holds or not, and how they are told.

Belongs here: evaluating `measure` and wording `reading`. Does not belong here: verdicts (`runner.py`).
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from expectations.duckdb_engine import DuckDBSource
from expectations.result import SuiteNotRun
from expectations.suite import Rule, Suite, resolved_sql

HOLDS = "holds"
UNKNOWN = "unknown"


def measure(suite: Suite, source: DuckDBSource) -> dict[str, float | None]:
    """Evaluate every measure of a suite in one statement.

    Returns:
        The number by rule id; None where there is nothing to measure, such as no wave before.

    Raises:
        SuiteNotRun: A measure cannot be evaluated: a fault of the suite.
    """
    measures = {rule.id: resolved_sql(rule.measure) for rule in suite.rules if rule.measure is not None}
    if not measures:
        return {}
    from sqlalchemy.exc import DBAPIError

    numbers = ",\n".join(f'cast((\n{sql}\n) as double) as "{rule_id}"' for rule_id, sql in measures.items())
    try:
        row = source.fetch_row(f"select {numbers}")
    except DBAPIError as error:
        raise SuiteNotRun(f"{suite.suite}: a measure cannot be evaluated: {error}") from error
    return {
        rule_id: number if number is not None and math.isfinite(number) else None
        for rule_id, number in zip(measures, row, strict=True)
    }


def reading(rule: Rule, measured: float | None) -> str:
    """Say what was measured, or that the rule holds where there is no number to tell."""
    if rule.reading is None:
        return HOLDS
    if measured is None:
        return f"{HOLDS}; nothing to measure"
    return _told(rule.reading.format(measured=measured))


def observed(rule: Rule, template: str, row: Mapping[str, Any], count: int | None) -> str:
    """Say what a rule saw in the first row that breaks it.

    Args:
        rule: The rule.
        template: Its `observed`.
        row: The row as it may be shown.
        count: Rows that break the rule.
    """
    shown = {name: _blank(rule, name) if value is None else value for name, value in row.items()}
    try:
        return _told(template.format(**shown, count=count))
    except (KeyError, ValueError) as error:
        raise SuiteNotRun(f"{rule.id}: `observed` asks for what its rows do not say: {error}") from error


class _Blank(str):
    """What is told of a blank, whatever format is asked of it."""

    __slots__ = ()

    def __format__(self, _: str) -> str:
        return str(self)


def _blank(rule: Rule, column: str) -> _Blank:
    return _Blank("fewer than 10" if column in rule.hides_small else UNKNOWN)


def _told(text: str) -> str:
    """Return a formatted text as pages for people have it: Python writes 5.0%, they 5.0 %."""
    return re.sub(r"(?<=\d)%", " %", text)
