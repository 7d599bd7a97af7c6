"""Every rule of every suite has been seen to pass on good tables and to fire on one change to them."""

from collections.abc import Iterator

import duckdb
import pytest
from gate_cases import Mutation, case, case_database, mutation, tables_of

from expectations.contract import FEEDS, contract
from expectations.measures import UNKNOWN
from expectations.registry import all_rules, all_suites, feed_suite, published_suite
from expectations.runner import run_suite
from expectations.suite import Suite

# What people follow over the loads: a rule of this name tells its number whether it holds or not.
_MEASURED = {
    "has_rows",
    "rows_conserved",
    "cells_conserved",
    "quarantined_share",
    "volume",
    "provider_volume",
    "distribution_shift",
    "favourable_share",
    "answered_share",
    "columns_filled",
    "small_cells_hidden",
    "stock_flow_identity",
    "meets_print",
    "adds_up",
}
SUITES = [pytest.param(suite, id=suite.suite) for suite in all_suites()]


@pytest.fixture(params=SUITES, scope="module")
def suite(request: pytest.FixtureRequest) -> Suite:
    return request.param


@pytest.fixture(scope="module")
def database(suite: Suite) -> Iterator[duckdb.DuckDBPyConnection]:
    with case_database(suite) as connection:
        yield connection


def fired(connection: duckdb.DuckDBPyConnection, suite: Suite) -> set[str]:
    result = run_suite(suite, tables_of(connection, suite))
    for rule in result.rules:
        # A rule that fails says what it saw, and no place of a row is left unfilled.
        assert rule.passed or rule.observed not in ("", "holds")
        assert "{" not in rule.observed
        assert UNKNOWN not in rule.observed
    broken = [rule for rule in result.rules if "could not be evaluated" in rule.observed]
    assert not broken, [(rule.rule_id, rule.observed) for rule in broken]
    assert result.passed == all(rule.passed or rule.severity == "warning" for rule in result.rules)
    return {rule.rule_id for rule in result.rules if not rule.passed}


def test_good_tables_pass_every_rule(suite: Suite, database: duckdb.DuckDBPyConnection) -> None:
    assert fired(database, suite) == set()


def test_every_rule_has_a_mutation_and_every_mutation_a_rule(suite: Suite) -> None:
    without = [rule.id for rule in suite.rules if mutation(suite, rule) is None]
    assert without == [], "a rule that was never seen to fire proves nothing: write its mutation"
    assert set(case(suite)["mutations"]) <= {rule.id for rule in suite.rules}


@pytest.mark.parametrize("feed", FEEDS)
def test_rules_about_a_whole_load_say_its_numbers(feed: str) -> None:
    suite = feed_suite(feed)
    allowed = f"{contract(feed).quarantine_tolerance * 100:g} %"
    share, rows = (suite.rule(f"{feed}.{name}") for name in ("quarantined_share", "has_rows"))
    assert share.bound.startswith(f"no more than {allowed} of the rows")
    counts = "rows_in = 2025, rows_quarantined = 1101, rows_waiting = 0"
    shares = "quarantined_share = 1101 / 2025, quarantined_share_without_waiting = 1101 / 2025"
    with case_database(suite) as connection:
        connection.execute(f"delete from batch; update load set rows_accepted = 0, {counts}, {shares}")
        result = run_suite(suite.model_copy(update={"rules": (share, rows)}), tables_of(connection, suite))
    assert result.rules[0].observed.startswith("1,101 of 2,025 rows ")
    assert "54.37 %" in result.rules[0].observed
    assert result.rules[1].observed.startswith("no ")


def test_dates_of_a_concern_that_do_not_fit_each_other_stop_nothing() -> None:
    concerns = published_suite("fct_concern")
    with case_database(concerns) as connection:
        connection.execute("update batch set months_open = -2 where concern_id = 'C1'")
        result = run_suite(concerns, tables_of(connection, concerns))
    assert result.passed
    (warning,) = result.warnings
    assert (warning.rule_id, warning.failing_rows) == (
        "fct_concern.months_open_range", ({"concern_id": "C1", "months_open": -2},),
    )  # fmt: skip
    assert "raised_on" in warning.how_to_resolve


def test_counts_below_ten_are_told_nowhere() -> None:
    suite = feed_suite("nets_responses")
    volume = suite.rule("nets_responses.provider_volume")
    with case_database(suite) as connection:
        connection.execute(
            "delete from batch where _source_row > 5; delete from previous where wave = '2024'"
        )
        narrow = suite.model_copy(update={"rules": (suite.rule("nets_responses.has_rows"), volume)})
        (found,) = run_suite(narrow, tables_of(connection, suite)).warnings
    assert found.observed == "R0A: fewer than 10 responses in 2024, 220 in 2023 (furthest of 1)"
    assert found.failing_rows[0]["responses"] is None
    assert found.measured == pytest.approx(22)  # as if there were ten


def test_concerns_closed_too_often_and_too_seldom_do_not_make_up_for_each_other() -> None:
    suite = feed_suite("concern_events")
    rules = tuple(suite.rule(f"concern_events.{name}") for name in ("has_rows", "stock_flow_identity"))
    with case_database(suite) as connection:
        connection.execute("update batch set event_type = 'reopened' where event_id = 'E6'")
        connection.execute(
            "update batch set concern_id = 'C2', event_type = 'closed' where event_id in ('E8', 'E9')"
        )
        # A concern that this load does not speak of is neither listed nor measured.
        connection.execute(
            "insert into previous by name select 'X' || i as event_id, 'C3' as concern_id, "
            "'closed' as event_type from range(9) as t(i)"
        )
        (found,) = run_suite(suite.model_copy(update={"rules": rules}), tables_of(connection, suite)).warnings
    assert [row["concern_id"] for row in found.failing_rows] == ["C1", "C2"]
    assert found.measured == 3  # two reopenings of C1 with nothing to reopen, one closing of C2 too many


def test_rules_about_a_number_tell_it() -> None:
    assert [r.id for _, r in all_rules() if r.id.partition(".")[2] in _MEASURED and r.measure is None] == []


_EVERY_RULE = [pytest.param(suite, rule.id, id=rule.id) for suite in all_suites() for rule in suite.rules]


@pytest.mark.parametrize(("suite", "rule_id"), _EVERY_RULE, indirect=["suite"])
def test_rule_fires_alone(suite: Suite, rule_id: str, database: duckdb.DuckDBPyConnection) -> None:
    change = mutation(suite, suite.rule(rule_id))
    assert change is not None
    assert fired_after(database, change, change.concerned(suite)) == change.expected


def _judged_in_part() -> Iterator[object]:
    """Rules after whose change `test_rule_fires_alone` runs a part of the suite only."""
    for suite in all_suites():
        for rule in suite.rules:
            change = mutation(suite, rule)
            if change is not None and change.concerned(suite) is not suite:
                yield pytest.param(suite, rule.id, id=rule.id)


@pytest.mark.full
@pytest.mark.parametrize(("suite", "rule_id"), list(_judged_in_part()), indirect=["suite"])
def test_rule_fires_alone_in_its_whole_suite(
    suite: Suite, rule_id: str, database: duckdb.DuckDBPyConnection
) -> None:
    change = mutation(suite, suite.rule(rule_id))
    assert change is not None
    assert fired_after(database, change, suite) == change.expected


def fired_after(connection: duckdb.DuckDBPyConnection, change: Mutation, suite: Suite) -> set[str]:
    connection.execute("begin")
    try:
        connection.execute(change.statements)
        return fired(connection, suite)
    finally:
        connection.execute("rollback")
