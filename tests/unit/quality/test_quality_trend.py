"""Trends: what is followed, in which order, and how it is told without a picture."""

import pytest

from expectations.registry import feed_suite
from expectations.suite import Rule
from orchestration.lib.quality.text import visible
from orchestration.lib.quality.trend import HEIGHT, SHOWN_POINTS, WIDTH, Point, Trend
from orchestration.lib.quality.view import Judgement, suite_view
from tests.unit.quality.conftest import rule_result

SUITE = feed_suite("education_providers")
RULE = SUITE.rule("education_providers.name_length")


def trend(*values: float | None, failed: set[int] = frozenset()) -> Trend:  # type: ignore[assignment]
    return Trend("rows", tuple(Point(f"{n}.csv", value, n in failed) for n, value in enumerate(values)))


def test_a_value_that_never_changed_is_told_and_not_drawn() -> None:
    assert not trend(0.0, 0.0, 0.0).is_drawn
    assert trend(0.0, 0.0, 0.0).words == "0 each of 3 times"
    assert trend(4.0).words == "4, once"
    assert trend().words == "not judged yet"


def test_a_failure_is_named_in_words_and_marked_in_the_picture() -> None:
    found = trend(0.0, 3.0, 0.5, failed={1})
    assert found.is_drawn
    assert found.words == "rows: 0.csv 0; 1.csv 3 (failed); 2.csv 0.5"
    assert [mark.failed for mark in found.marks] == [False, True, False]
    assert trend(2.0, 2.0, failed={1}).is_drawn, "the same number on both sides of a bound is a change"


def test_marks_lie_within_the_picture_whatever_the_values() -> None:
    for values in ((0.0, 1e12), (-5.0, 5.0), (None, None, 2.0), (1e-9, 2e-9), (7.0,)):
        marks = trend(*values).marks
        assert len(marks) == sum(value is not None for value in values)
        assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in marks)
    assert [mark.failed for mark in trend(None, 1.0, None, failed={2}).marks] == [False, True]
    low, high = trend(1.0, 9.0).marks
    assert low.y > high.y, "more is further up"


def test_only_the_latest_points_are_shown_and_the_rest_is_owned_up_to() -> None:
    found = trend(*(float(n) for n in range(SHOWN_POINTS + 5)))
    assert found.shown[0].value == 5.0
    assert found.words.endswith("5 earlier ones not shown")


def test_the_number_of_breaking_rows_is_followed_in_the_order_given() -> None:
    judgements = [
        Judgement("a.csv", (rule_result(RULE),)),
        Judgement("b.csv", (rule_result(RULE, passed=False, rows=[{"name": "x"}, {"name": "y"}]),), False),
        Judgement("c.csv", (rule_result(RULE),)),
    ]
    (found,) = [view for view in suite_view(SUITE, judgements).rules if view.rule.id == RULE.id]
    assert [(p.label, p.value, p.failed) for p in found.trend.points] == [
        ("a.csv", 0.0, False),
        ("b.csv", 2, True),
        ("c.csv", 0.0, False),
    ]
    # What was made good counts no more.
    assert (found.outcome, found.judged, found.failures) == ("passed", 2, ())


def test_the_measure_is_followed_where_a_rule_has_one() -> None:
    measured = RULE.model_copy(update={"measure": "select 1", "reading": "{measured:.1%} long"})
    suite = SUITE.model_copy(update={"rules": (measured, *_others(measured))})
    results = [
        rule_result(measured).model_copy(update={"measured": value, "unexpected_count": 9})
        for value in (0.25, None)
    ]
    first, second = (suite_view(suite, [Judgement("a", (result,))]).rules[0] for result in results)
    assert (first.trend.points[0].value, first.reading) == (0.25, "25.0 % long")
    assert (second.trend.points[0].value, second.reading) == (None, ""), "a count is no measure"


def _others(rule: Rule) -> tuple[Rule, ...]:
    return tuple(other for other in SUITE.rules if other.id != rule.id)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\u202egpj.csv", "a[U+202E]gpj.csv"),
        ("a\nb\tc", "a b c"),
        ("\udcff", "[U+DCFF]"),
        (1234567, "1,234,567"),
        (0.123456789, "0.123457"),
        (True, "yes"),
        (None, "–"),
    ],
)
def test_what_cannot_be_seen_is_told(value: object, shown: str) -> None:
    assert visible(value) == shown
