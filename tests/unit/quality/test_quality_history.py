"""The trend of a published table runs over its earlier checks, whatever the suite's version was then."""

from datetime import UTC, datetime, timedelta

from expectations.registry import published_suite
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.home import Home
from orchestration.lib.quality.history import earlier_checks
from orchestration.lib.quality.view import Judgement, suite_view
from tests.unit.quality.conftest import rule_result

SUITE = published_suite("dim_profession")
RULE = SUITE.rule("dim_profession.key_unique")
START = datetime(2026, 1, 1, tzinfo=UTC)


def write(home: Home, name: str, batch: str, day: int, *, passed: bool = True) -> None:
    failing = rule_result(RULE, passed=False, rows=[{"profession_code": "x"}] * 3)
    receipt = Receipt(
        gate="published",
        suite=SUITE.suite,
        suite_version=f"version of day {day}",
        subject=SUITE.suite,
        inputs={"batch": batch},
        verdict="passed" if passed else "refused",
        rules=(rule_result(RULE) if passed else failing.model_copy(update={"severity": "error"}),),
        checked_at=START + timedelta(days=day),
        tools={},
    )
    folder = home.receipts / "published" / SUITE.suite
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(receipt.model_dump_json())


def test_earlier_checks_come_in_the_order_of_their_time_and_without_the_present(tmp_path: object) -> None:
    home = Home.at(f"{tmp_path}")
    write(home, "a.json", "third", 9)
    write(home, "b.json", "first", 2)
    write(home, "c.json", "second", 5, passed=False)
    write(home, "d.json", "now", 1)
    (home.receipts / "published" / SUITE.suite / "e.json").write_text("{torn")
    earlier = earlier_checks(home, SUITE, "now")
    assert [judgement.label for judgement in earlier] == ["2026-01-03", "2026-01-06", "2026-01-10"]
    view = suite_view(SUITE, [*earlier, Judgement("this release", (rule_result(RULE),))])
    (found,) = [rule for rule in view.rules if rule.rule.id == RULE.id]
    assert [(point.value, point.failed) for point in found.trend.points] == [
        (0.0, False),
        (3, True),
        (0.0, False),
        (0.0, False),
    ]
    assert (found.outcome, found.judged) == ("passed", 1), "what was refused before is not refused now"


def test_a_table_that_was_never_checked_has_no_history(tmp_path: object) -> None:
    assert earlier_checks(Home.at(f"{tmp_path}"), SUITE, "now") == []
