"""A receipt vouches for exact bytes under one suite version, and for nothing else."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from expectations.registry import feed_suite
from expectations.result import GateResult, RuleResult
from expectations.suite import SUITES, load_suite
from expectations.tools import tool_versions
from orchestration.lib.gates import receipts
from orchestration.lib.gates.receipts import GateRefused, Receipt
from orchestration.lib.home import Home

SUITE = feed_suite("psa")
INPUTS = {"batch": "a" * 64, "load": "b" * 64}


def result(passed: bool) -> GateResult:
    rule = RuleResult(
        rule_id="psa.key_unique",
        severity="error",
        passed=passed,
        observed="holds" if passed else "3 rows break the rule",
        bound="one row per key",
        why="A key given twice would be counted twice.",
        how_to_resolve="Remove the repeated rows.",
        owner="a tester",
    )
    return GateResult(suite=SUITE.suite, suite_version=SUITE.version, passed=passed, rules=(rule,))


def stored(home: Home) -> Path:
    (path,) = home.receipts.rglob("*.json")
    return path


def test_receipt_is_found_for_the_same_bytes_in_any_order(home: Home) -> None:
    written = receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    assert receipts.find(home, SUITE, dict(reversed(INPUTS.items()))) == written
    assert receipts.require_passed(home, SUITE, "psa.csv", INPUTS) == written
    assert set(written.tools) == {"great-expectations", "duckdb", "duckdb-sqlalchemy", "runner"}


@pytest.mark.parametrize(
    "other", [{"batch": "c" * 64, "load": "b" * 64}, {"batch": "a" * 64}, INPUTS | {"more": "d"}]
)
def test_receipt_for_other_bytes_does_not_count(home: Home, other: dict[str, str]) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    assert receipts.find(home, SUITE, other) is None
    with pytest.raises(GateRefused, match=r"psa\.csv was not checked"):
        receipts.require_passed(home, SUITE, "psa.csv", other)


def test_receipt_of_another_suite_version_does_not_count(home: Home) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    changed = SUITE.model_copy(update={"version": "another"})
    assert receipts.find(home, changed, INPUTS) is None
    with pytest.raises(ValueError, match="not of psa"):
        receipts.write(home, changed, "psa.csv", INPUTS, result(passed=True))


def test_refusal_names_subject_rule_and_remedy(home: Home) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=False))
    with pytest.raises(
        GateRefused, match=r"psa\.csv is refused\. psa\.key_unique: 3 rows.*Remove the repeated rows"
    ):
        receipts.require_passed(home, SUITE, "psa.csv", INPUTS)


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "passed"},  # while a rule of severity error failed
        {"rules": []},
        {"surplus": 1},
        {"suite": "concerns"},
        {"suite_version": "another"},
        {"inputs": {"batch": "c" * 64}},
        {"tools": None},
    ],
)
def test_receipt_that_was_edited_does_not_count(home: Home, change: dict[str, object]) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=False))
    content = json.loads(stored(home).read_text())
    stored(home).write_text(json.dumps({**content, **change}))
    assert receipts.find(home, SUITE, INPUTS) is None


def test_receipt_moved_to_another_name_does_not_count(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    good = stored(home).read_bytes()
    stored(home).unlink()
    other = INPUTS | {"batch": "c" * 64}
    receipts.write(home, SUITE, "psa.csv", other, result(passed=False))
    stored(home).write_bytes(good)
    with caplog.at_level(logging.WARNING):
        assert receipts.find(home, SUITE, other) is None
    assert "speaks of something else" in caplog.text


@pytest.mark.parametrize("kept", [0, 1, 200, -1])
def test_receipt_that_was_cut_short_does_not_count(home: Home, kept: int) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    stored(home).write_bytes(stored(home).read_bytes()[:kept])
    assert receipts.find(home, SUITE, INPUTS) is None
    with pytest.raises(GateRefused, match=r"psa\.csv was not checked"):
        receipts.require_passed(home, SUITE, "psa.csv", INPUTS)


def test_receipt_copied_to_another_suite_does_not_count(home: Home) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    other = feed_suite("concerns")
    name = receipts._path(home, other, INPUTS)
    name.parent.mkdir(parents=True)
    name.write_bytes(stored(home).read_bytes())
    assert receipts.find(home, other, INPUTS) is None


def test_receipt_counts_in_another_process_and_only_for_its_bytes(home: Home) -> None:
    def demanded(inputs: dict[str, str]) -> str:
        code = (
            "import json, sys; from pathlib import Path; from expectations.registry import feed_suite; "
            "from orchestration.lib.gates import receipts; from orchestration.lib.home import Home; "
            "found = receipts.find(Home(Path(sys.argv[1])), feed_suite('psa'), json.loads(sys.argv[2])); "
            "print(found.verdict if found else None)"
        )
        command = [sys.executable, "-c", code, str(home.root), json.dumps(inputs)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert demanded(INPUTS) == "None"
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    assert demanded(INPUTS) == "passed"
    assert demanded(INPUTS | {"batch": "c" * 64}) == "None"


@pytest.mark.parametrize("tool", ["great-expectations", "duckdb", "duckdb-sqlalchemy", "runner"])
def test_another_version_of_a_tool_is_another_suite_version(
    home: Home, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    path = SUITES / "feeds" / "psa.yaml"
    assert load_suite(path).version == SUITE.version
    monkeypatch.setattr("expectations.suite.tool_versions", lambda: tool_versions() | {tool: "another"})
    upgraded = load_suite(path)
    assert upgraded.version != SUITE.version
    assert receipts.find(home, upgraded, INPUTS) is None


def test_crash_while_writing_leaves_no_receipt(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:

        def crash(*_: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    assert receipts.find(home, SUITE, INPUTS) is None
    receipts.write(home, SUITE, "psa.csv", INPUTS, result(passed=True))
    assert receipts.find(home, SUITE, INPUTS) is not None


def test_receipt_without_rules_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="vouches for nothing"):
        Receipt(
            gate="feed",
            suite="psa",
            suite_version="v",
            subject="psa.csv",
            inputs=INPUTS,
            verdict="passed",
            rules=(),
            checked_at="2026-11-20T10:00:00Z",
            tools={},
        )
