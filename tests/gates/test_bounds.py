"""A bound is loosened on record or not at all."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from expectations import bounds, retired
from expectations.bounds import agreed, changed, current, unexplained, written
from expectations.catalogue import catalogue
from expectations.registry import all_rules
from expectations.suite import Loosened


def test_the_register_is_what_the_suites_say() -> None:
    told = unexplained(agreed(), current()) + changed(agreed(), current())
    assert not told, "see them through review, then run: python -m expectations.bounds\n" + "\n".join(told)
    assert bounds.REGISTER.read_text(encoding="utf-8") == written(agreed())


@pytest.mark.parametrize(
    ("rule_id", "change", "told"),
    [
        ("psa.key_unique", {"severity": "warning"}, "error became warning"),
        ("psa.quarantined_share", {"limits": {"max_value": 0.02}}, "max_value was 0.01, is 0.02"),
        ("providers.has_rows", {"limits": {"min_value": 0}}, "min_value was 1, is 0"),
        ("providers.has_rows", {"limits": {}}, "min_value was 1, is None"),
        ("fct_domain_risk.band_known", {"limits": {"value_set": ["risk", "calm"]}}, "value_set was"),
        ("psa.cycle_range", {"limits": {"min_value": 2018, "max_value": 2200}}, "max_value was 2100"),
    ],
)
def test_what_became_looser_is_told(rule_id: str, change: dict[str, Any], told: str) -> None:
    now = copy.deepcopy(agreed())
    now[rule_id] |= change
    (message,) = unexplained(agreed(), now)
    assert message.startswith(f"{rule_id}: {told}")
    assert f'was: "{agreed()[rule_id]["bound"]}"' in message


@pytest.mark.parametrize(
    ("rule_id", "change"),
    [
        ("providers.codes_kept", {"severity": "error"}),
        ("psa.quarantined_share", {"limits": {"max_value": 0.005}}),
        ("psa.key_unique", {"digest": "another"}),
    ],
)
def test_what_became_tighter_or_other_needs_review_alone(rule_id: str, change: dict[str, Any]) -> None:
    now = copy.deepcopy(agreed())
    now[rule_id] |= change
    assert unexplained(agreed(), now) == []
    assert changed(agreed(), now) == [f"{rule_id}: changed"]


def test_a_rule_that_goes_or_comes_is_told() -> None:
    now = copy.deepcopy(agreed())
    now["psa.another"] = now.pop("psa.key_unique")
    assert changed(agreed(), now) == ["psa.key_unique: removed", "psa.another: new"]


def test_a_rule_goes_on_record_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    now = {rule_id: entry for rule_id, entry in agreed().items() if rule_id != "psa.key_unique"}
    (told,) = unexplained(agreed(), now)
    assert told.startswith("psa.key_unique: removed. Say in expectations/retired.yaml")
    monkeypatch.setattr(retired, "RETIRED", tmp_path / "retired.yaml")
    entry = "psa.key_unique: {date: 2026-11-20, reason: the model has the same constraint}"
    retired.RETIRED.write_text(entry)
    with pytest.raises(ValueError, match=r"rules that there are: psa\.key_unique"):
        unexplained(agreed(), now)
    rules = [(suite, rule) for suite, rule in all_rules() if rule.id != "psa.key_unique"]
    monkeypatch.setattr(retired, "all_rules", lambda: rules)
    assert unexplained(agreed(), now) == []
    assert "- `psa.key_unique`, 2026-11-20: the model has the same constraint" in catalogue()
    retired.RETIRED.write_text(entry.replace("date: 2026-11-20, ", ""))
    with pytest.raises(ValidationError, match="date"):
        unexplained(agreed(), now)


@pytest.mark.parametrize(("was", "is_explained"), [("the agreed bound", True), ("some other bound", False)])
def test_a_loosened_rule_says_what_its_bound_was(
    monkeypatch: pytest.MonkeyPatch, was: str, is_explained: bool
) -> None:
    before = copy.deepcopy(agreed())
    before["psa.key_unique"]["bound"] = "the agreed bound"
    loosened = Loosened(date=date(2026, 11, 20), reason="one region reports late this year", was=was)
    rules = [
        (suite, rule.model_copy(update={"loosened": loosened}) if rule.id == "psa.key_unique" else rule)
        for suite, rule in all_rules()
    ]
    monkeypatch.setattr(bounds, "all_rules", lambda: rules)
    now = copy.deepcopy(before)
    now["psa.key_unique"]["severity"] = "warning"
    assert (unexplained(before, now) == []) is is_explained
