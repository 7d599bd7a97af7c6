"""The same rules and rows as on the pages, as Markdown tables.

Belongs here: Markdown. Failing rows are shown as receipts hold them, restricted columns masked, so it stays
within the restricted zone.
"""

from collections.abc import Sequence
from typing import Any

from orchestration.lib.quality.text import visible
from orchestration.lib.quality.view import Failure, SuiteView

_SHOWN_FAILURES = 20


def rule_table(view: SuiteView) -> str:
    """Return every rule of a suite, what failed first."""
    head = ("rule", "verdict", "observed", "allowed", "measured", "trend", "how to resolve")
    rows = [
        (
            rule.rule.id,
            rule.outcome,
            rule.found,
            rule.rule.bound,
            rule.reading,
            rule.trend.words if rule.trend.is_drawn else "",
            rule.rule.how_to_resolve if rule.failures else "",
        )
        for rule in (*view.failed, *view.held)
    ]
    return _table(head, rows)


def failing_rows(failures: Sequence[Failure]) -> str:
    """Return what each failed rule saw, and up to ten of the rows that break it."""
    parts = []
    for failure in failures[:_SHOWN_FAILURES]:
        result = failure.result
        parts.append(f"**{_cell(result.rule_id)}** · {_cell(failure.label)}: {_cell(result.observed)}")
        if result.failing_rows:
            rows = [tuple(row.get(column, "") for column in failure.columns) for row in result.failing_rows]
            parts.append(_table(failure.columns, rows))
        parts.append(f"How to resolve: {_cell(result.how_to_resolve)}")
    if len(failures) > _SHOWN_FAILURES:
        parts.append(f"{len(failures) - _SHOWN_FAILURES} more failures are on the quality page.")
    return "\n\n".join(parts) or "No rule failed."


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [_row(head), "|" + "---|" * len(head), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(value: Any) -> str:
    """Return a value as text that neither ends a cell nor is taken for Markdown or HTML."""
    text = visible(value)
    for character in "\\|<>`*_[]":
        text = text.replace(character, f"\\{character}")
    return text
