"""Running a suite over files: every rule is pushed down to DuckDB by Great Expectations.

Belongs here: from a suite and its tables to a `GateResult`. Does not belong here: which files those are and
what follows from the verdict (`orchestration/lib/gates`).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa

from expectations import reference
from expectations.contract import FEEDS, contract
from expectations.duckdb_engine import DuckDBSource, TableSource, open_source
from expectations.masking import shown_value
from expectations.measures import measure, observed, reading
from expectations.result import GateResult, RuleResult, SuiteNotRun
from expectations.suite import EXPECTATIONS, Rule, Suite, resolved_sql
from expectations.versions import kept

SHOWN_ROWS = 10


def run_suite(suite: Suite, tables: Mapping[str, TableSource]) -> GateResult:
    """Run every rule of a suite.

    The whole suite runs once for the verdicts alone; counts and rows are fetched for the rules that failed.

    Args:
        suite: The suite.
        tables: The tables the suite asks for (`suite.given_tables`), each a Parquet file, several Parquet
            files of one layout, an Arrow table, or `Versions`. An empty list of files is not a table.
            Beside `previous` the rules also see `kept`: what of it this load does not replace.

    Raises:
        SuiteNotRun: A table is missing, a measure cannot be evaluated, or Great Expectations dropped a rule.
    """
    if set(tables) != set(suite.given_tables):
        differing = sorted(set(tables) ^ set(suite.given_tables))
        raise SuiteNotRun(f"{suite.suite}: given and declared tables differ: {', '.join(differing)}")
    seeds = {f"ref_{seed}": _seed_table(seed) for seed in suite.references}
    with open_source({**tables, **seeds, "contract_column": _contract_columns()}) as source:
        for statement in kept(suite.suite) if "previous" in tables else ():
            source.execute(statement)
        for name, table in suite.tables.items():
            if table.sql is not None:
                source.execute(f'create table "{name}" as {resolved_sql(table.sql)}')
        measured = measure(suite, source)
        results = {rule.id: _faulty(rule, fault) for rule, fault in _hold_unexpected(suite, source)}
        for name in suite.tables:
            rules = [rule for rule in suite.rules if rule.table == name and rule.id not in results]
            results |= _run_table(suite, name, rules, source, measured)
    if len(results) != len(suite.rules):
        raise SuiteNotRun(f"{suite.suite}: {len(results)} of {len(suite.rules)} rules were evaluated")
    found = tuple(results[rule.id] for rule in suite.rules)
    passed = not any(rule.severity == "error" and not rule.passed for rule in found)
    return GateResult(suite=suite.suite, suite_version=suite.version, passed=passed, rules=found)


def _hold_unexpected(suite: Suite, source: DuckDBSource) -> list[tuple[Rule, str]]:
    """Evaluate each rule's select, and keep what it finds as a table under the rule's id.

    Great Expectations evaluates its query once for the rows and once more for their number; this way it asks
    for what is already found.

    Returns:
        The rules that cannot be evaluated, and why.
    """
    from sqlalchemy.exc import DBAPIError

    faults = []
    for rule in suite.rules:
        if rule.expectation == "unexpected_rows":
            select = suite.resolved_kwargs(rule)["sql"]
            rows = f'with rows as (select * from "{rule.table}") select * from ({select}) as unexpected'
            try:
                source.execute(f'create table "{rule.id}" as {rows}')
            except DBAPIError as error:
                faults.append((rule, str(error.orig)))
    return faults


def _run_table(
    suite: Suite,
    table: str,
    rules: list[Rule],
    source: DuckDBSource,
    measured: Mapping[str, float | None],
) -> dict[str, RuleResult]:
    """Run rules about one table; a failed one a second time, for the rows that broke it."""
    if not rules:
        return {}
    batch = source.batch(table)
    found = _validate(suite, rules, batch, "BOOLEAN_ONLY")
    failed = [rule for rule in rules if not found[rule.id].success]
    with_rows = {"result_format": "COMPLETE", "partial_unexpected_count": SHOWN_ROWS}
    if key := suite.tables[table].key:
        with_rows["unexpected_index_column_names"] = list(key)
    found |= _validate(suite, failed, batch, with_rows) if failed else {}
    return {rule.id: _result(rule, found[rule.id], suite.stage, measured.get(rule.id)) for rule in rules}


def _validate(suite: Suite, rules: list[Rule], batch: Any, result_format: Any) -> dict[str, Any]:
    """Evaluate rules on one batch; returns Great Expectations' result under each rule's id."""
    import great_expectations as gx

    expectations = [_expectation(suite, rule) for rule in rules]
    built = gx.ExpectationSuite(name=suite.suite, expectations=expectations)
    # An unknown expectation is dropped with a log line, and a suite without any passes.
    if len(built.expectations) != len(rules):
        raise SuiteNotRun(
            f"{suite.suite}: Great Expectations kept {len(built.expectations)} of {len(rules)} rules"
        )
    outcome = batch.validate(built, result_format=result_format)
    if outcome.statistics["evaluated_expectations"] != len(rules):
        raise SuiteNotRun(f"{suite.suite}: not every rule was evaluated: {outcome.statistics}")
    # Results come in an order of their own; the rule's id travels in `meta`.
    return {result.expectation_config.meta["rule"]: result for result in outcome.results}


def _expectation(suite: Suite, rule: Rule) -> Any:
    import great_expectations as gx

    kwargs = suite.resolved_kwargs(rule)
    if rule.expectation == "unexpected_rows":
        # Great Expectations wants to see {batch} in every query; the rows were selected from it before.
        kwargs = {"unexpected_rows_query": f'/* of {{batch}} */ select * from "{rule.id}"'}
    severity = "critical" if rule.severity == "error" else "warning"
    return getattr(gx.expectations, EXPECTATIONS[rule.expectation])(
        **kwargs, severity=severity, meta={"rule": rule.id}
    )


def _result(rule: Rule, outcome: Any, stage: str, measured: float | None) -> RuleResult:
    if fault := _fault(outcome):
        return _faulty(rule, fault)
    rows = _rows(outcome.result, stage)
    counted = "observed_value" if rule.expectation == "unexpected_rows" else "unexpected_count"
    count = outcome.result.get(counted)
    return RuleResult(
        rule_id=rule.id,
        severity=rule.severity,
        passed=bool(outcome.success),
        observed=_observed(rule, outcome, rows, count, measured),
        bound=rule.bound,
        # Where a rule words what it saw, its rows are not what there is to count.
        unexpected_count=None if count is None or rule.observed is not None else int(count),
        measured=measured,
        failing_rows=rows,
        why=rule.why,
        how_to_resolve=rule.how_to_resolve,
        owner=rule.owner,
    )


def _faulty(rule: Rule, fault: str) -> RuleResult:
    """Return the result of a rule that cannot be evaluated.

    It says nothing about the data, so it never counts as a mere warning.
    """
    return RuleResult(
        rule_id=rule.id,
        severity="error",
        passed=False,
        observed=f"could not be evaluated: {fault.splitlines()[0]}",
        bound=rule.bound,
        why=rule.why,
        how_to_resolve=rule.how_to_resolve,
        owner=rule.owner,
    )


def _fault(outcome: Any) -> str | None:
    """Return why Great Expectations could not evaluate a rule (a missing column, for one), or None."""
    info = outcome.exception_info or {}
    parts = [info] if "raised_exception" in info else list(info.values())
    messages = [str(part["exception_message"]) for part in parts if part["raised_exception"]]
    return messages[0] if messages else None


def _observed(
    rule: Rule, outcome: Any, rows: tuple[dict[str, Any], ...], count: int | None, measured: float | None
) -> str:
    if outcome.success:
        return reading(rule, measured)
    if rule.observed is not None:
        return observed(rule, rule.observed, rows[0] if rows else {}, count)
    result = outcome.result
    if count is None:
        return f"observed {result.get('observed_value')}"
    of = f" of {result['element_count']:,}" if "element_count" in result else ""
    return f"{count:,}{of} rows break the rule"


def _rows(result: Mapping[str, Any], stage: str) -> tuple[dict[str, Any], ...]:
    found = result.get("details", {}).get("unexpected_rows") or result.get("unexpected_index_list") or []
    return tuple(
        {name: shown_value(name, value, stage) for name, value in row.items()} for row in found[:SHOWN_ROWS]
    )


@cache
def _seed_table(name: str) -> pa.Table:
    """Return a governed reference table as text, a blank as null."""
    rows = [{column: text or None for column, text in row.items()} for row in reference.seed(name)]
    return pa.Table.from_pylist(
        rows, pa.schema([(column, pa.string()) for column in reference.seed(name)[0]])
    )


@cache
def _contract_columns() -> pa.Table:
    """Return every column of every contract, for rules that speak of columns."""
    columns = [(feed, column) for feed in FEEDS for column in contract(feed).columns]
    return pa.table(
        {
            "feed": [feed for feed, _ in columns],
            "column_name": [column.name for _, column in columns],
            "is_restricted": [column.restricted for _, column in columns],
            "is_required": [column.required for _, column in columns],
        }
    )
