"""The register of agreed bounds, so that none is widened in passing: `python -m expectations.bounds`.

Belongs here: what is agreed for every rule (`bounds.json`), and telling what became looser since. The rules
themselves are in `suites/`. A test compares the two; the command writes the register anew, and refuses while
a rule that became looser does not say when, why, and what its bound was, or one that is gone is not retired.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from expectations.registry import all_rules
from expectations.retired import RETIRED, retired
from expectations.suite import Rule, Suite

REGISTER = Path(__file__).resolve().parent / "bounds.json"

Bounds = dict[str, dict[str, Any]]


def agreed() -> Bounds:
    """Return the register as it was last agreed, by rule id."""
    loaded: Bounds = json.loads(REGISTER.read_text(encoding="utf-8"))
    return loaded


def current() -> Bounds:
    """Return what the suites say now, in the form of the register."""
    return {rule.id: _entry(suite, rule) for suite, rule in all_rules()}


def unexplained(before: Bounds, now: Bounds) -> list[str]:
    """Return what became looser without a word on record.

    That is a rule that does not carry `loosened` with the bound that was agreed, or one that is gone and not
    in `retired.yaml`.
    """
    explained = {rule.id: rule.loosened.was for _, rule in all_rules() if rule.loosened is not None}
    told = [
        f"{rule_id}: removed. Say in expectations/{RETIRED.name}: {rule_id}: {{date, reason}}"
        for rule_id in sorted(set(before) - set(now) - set(retired()))
    ]
    for rule_id in sorted(set(before) & set(now)):
        was = before[rule_id]["bound"]
        ways = _looser(before[rule_id], now[rule_id])
        if ways and explained.get(rule_id) != was:
            told.append(
                f'{rule_id}: {"; ".join(ways)}. Say in the rule: loosened: {{date, reason, was: "{was}"}}'
            )
    return told


def changed(before: Bounds, now: Bounds) -> list[str]:
    """Return every difference between two registers, one line for each rule."""
    gone = [f"{rule_id}: removed" for rule_id in sorted(set(before) - set(now))]
    new = [f"{rule_id}: new" for rule_id in sorted(set(now) - set(before))]
    both = sorted(set(before) & set(now))
    return [*gone, *new, *(f"{rule_id}: changed" for rule_id in both if before[rule_id] != now[rule_id])]


def written(bounds: Bounds) -> str:
    """Return the text of the register: one rule on each line, so that a diff shows the rule."""
    lines = (f"{json.dumps(rule_id)}: {json.dumps(entry)}" for rule_id, entry in sorted(bounds.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _entry(suite: Suite, rule: Rule) -> dict[str, Any]:
    # Code lists grow with their seeds, which have their own review; limits of the contract are filled in.
    kwargs = {
        name: value if isinstance(value, dict) and "$codes" in value else suite.resolved_kwargs(rule)[name]
        for name, value in rule.kwargs.items()
    }
    limits = {name: value for name, value in kwargs.items() if name not in ("sql", "column")}
    judged = [rule.expectation, kwargs, rule.table, suite.tables[rule.table].sql]
    digest = hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()
    return {"severity": rule.severity, "bound": rule.bound, "limits": limits, "digest": digest[:16]}


def _looser(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    ways = []
    if (before["severity"], now["severity"]) == ("error", "warning"):
        ways.append("error became warning")
    for name, was in before["limits"].items():
        limit = now["limits"].get(name)
        if limit != was and _is_wider(name, was, limit):
            ways.append(f"{name} was {was}, is {limit}")
    return ways


def _is_wider(name: str, was: Any, limit: Any) -> bool:
    if limit is None:
        return True
    if name.startswith("min_"):
        return bool(limit < was)
    if name.startswith("max_"):
        return bool(limit > was)
    return (
        name == "value_set"
        and isinstance(was, list)
        and (isinstance(limit, dict) or bool(set(limit) - set(was)))
    )


if __name__ == "__main__":
    before, now = agreed() if REGISTER.is_file() else {}, current()
    if told := unexplained(before, now):
        sys.exit("\n".join(told))
    REGISTER.write_text(written(now), encoding="utf-8")
