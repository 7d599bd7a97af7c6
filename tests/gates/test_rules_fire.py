"""Every rule of every suite has been seen to pass on good tables and to fire on one change to them."""

from collections.abc import Iterator

import duckdb
import pytest
from gate_cases import arrow_tables, case, case_database, mutation

from expectations.contract import FEEDS, contract
from expectations.registry import all_suites, feed_suite, published_suite
from expectations.runner import run_suite
from expectations.suite import Suite

SUITES = [pytest.param(suite, id=suite.suite) for suite in all_suites()]


@pytest.fixture(params=SUITES, scope="module")
def suite(request: pytest.FixtureRequest) -> Suite:
    return request.param


@pytest.fixture(scope="module")
def database(suite: Suite) -> Iterator[duckdb.DuckDBPyConnection]:
    with case_database(suite) as connection:
        yield connection


def fired(connection: duckdb.DuckDBPyConnection, suite: Suite) -> set[str]:
    result = run_suite(suite, arrow_tables(connection, suite))
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
        result = run_suite(suite.model_copy(update={"rules": (share, rows)}), arrow_tables(connection, suite))
    assert result.rules[0].observed.startswith("1,101 of 2,025 rows ")
    assert "54.37 %" in result.rules[0].observed
    assert result.rules[1].observed.startswith("no ")


def test_dates_of_a_concern_that_do_not_fit_each_other_stop_nothing() -> None:
    concerns = published_suite("fct_concern")
    with case_database(concerns) as connection:
        connection.execute("update batch set months_open = -2 where concern_id = 'C1'")
        result = run_suite(concerns, arrow_tables(connection, concerns))
    assert result.passed
    (warning,) = result.warnings
    assert (warning.rule_id, warning.failing_rows) == (
        "fct_concern.months_open_range", ({"concern_id": "C1", "months_open": -2},),
    )  # fmt: skip
    assert "raised_on" in warning.how_to_resolve


@pytest.mark.parametrize(
    ("suite", "rule_id"),
    [pytest.param(suite, rule.id, id=rule.id) for suite in all_suites() for rule in suite.rules],
    indirect=["suite"],
)
def test_rule_fires_alone(suite: Suite, rule_id: str, database: duckdb.DuckDBPyConnection) -> None:
    change = mutation(suite, suite.rule(rule_id))
    assert change is not None
    database.execute("begin")
    try:
        database.execute(change.statements)
        assert fired(database, change.concerned(suite)) == change.expected
    finally:
        database.execute("rollback")
