"""What a check carries in the UI: every rule, numbers to plot, failing rows that stay masked."""

import pytest

from expectations.registry import feed_suite
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home
from orchestration.lib.quality.check_metadata import CheckMetadata, feed_metadata
from tests.unit.ingest.bench import Bench
from tests.unit.quality.conftest import SECRETS


def metadata(home: Home, feed: str) -> CheckMetadata:
    return feed_metadata(home, feed, standing(home, [feed]))


def test_every_rule_is_in_the_table_and_what_failed_comes_first(judged: Home) -> None:
    shown = metadata(judged, "nets_responses")
    rows = shown.rules.splitlines()
    rules = feed_suite("nets_responses").rules
    assert len(rows) == len(rules) + 2
    assert all(row.count(" | ") == rows[0].count(" | ") for row in rows if not row.startswith("|---"))
    assert "| warning |" in rows[2]
    warned = shown.numbers["rules_warned"]
    assert shown.numbers["rules_passed"] + warned == len(rules)
    assert all("| warning |" not in row for row in rows[2 + int(warned) :])
    assert shown.suite_version == feed_suite("nets_responses").version


def test_numbers_are_numbers(judged: Home) -> None:
    numbers = metadata(judged, "concerns").numbers
    assert numbers == {
        "rules_passed": len(feed_suite("concerns").rules) - numbers["rules_warned"],
        "rules_warned": numbers["rules_warned"],
        "rules_refused": 0,
        "rows_in": 2,
        "rows_quarantined": 0,
        "quarantined_share": 0.0,
    }


def test_a_check_that_only_warns_says_so(judged: Home) -> None:
    assert metadata(judged, "nets_responses").only_warns
    assert not metadata(judged, "providers").only_warns


def test_a_warning_beside_a_refusal_is_a_refusal(refused: Home) -> None:
    shown = metadata(refused, "nets_responses")
    assert shown.numbers["rules_warned"]
    assert shown.numbers["rules_refused"]
    assert not shown.only_warns


def test_failing_rows_are_shown_without_restricted_values(judged: Home) -> None:
    text = metadata(judged, "nets_responses").failing_rows
    assert "How to resolve: " in text
    for secret in SECRETS[:4]:
        assert secret not in text, secret


@pytest.mark.parametrize("name", ["a|b*c.csv", "<i>x.csv"])
def test_a_refusal_is_no_warning_and_a_name_is_no_markdown(bench: Bench, name: str) -> None:
    bench.load("education_providers", name, "ukprn,name\n10000001,q\n10000002,University of Easting\n")
    bench.load("education_providers", "no.csv", "number,name\n1,x\n")
    check_feed(bench.home, "education_providers")
    shown = metadata(bench.home, "education_providers")
    assert not shown.only_warns
    assert shown.numbers["rules_refused"] == 2, "a rule that refuses, and a file that could not be read"
    assert name not in shown.failing_rows
    assert "missing\\_column" in shown.failing_rows
    assert "**education\\_providers.name\\_length**" in shown.failing_rows
