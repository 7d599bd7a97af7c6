"""Every rule of every suite has been seen to pass on good tables and to fire on one change to them."""

from collections.abc import Iterator

import duckdb
import pytest
from gate_cases import arrow_tables, case, case_database, mutation

from expectations.registry import all_suites
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
