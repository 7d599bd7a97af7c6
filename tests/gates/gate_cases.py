"""Fixtures for the mutation tests: a small good set of tables per suite, and one change per rule."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from expectations import reference
from expectations.contract import contract
from expectations.duckdb_engine import TableSource
from expectations.suite import Rule, Suite
from expectations.versions import Versions
from orchestration.lib.gates.feed_schemas import LOAD_SCHEMA, QUARANTINE_SCHEMA

CASES = Path(__file__).parent / "cases"
PUBLISHED_MODELS = reference.SEEDS.parent / "models" / "published"
LOAD_ID = "0123456789abcdef"

_PROVIDERS = """
    select date '2026-07-01' as snapshot_date, code as provider_code, date '2001-04-01' as opened_on
    from (values ('R0A'), ('R0B')) as t(code)
"""
_UNIVERSITIES = "select ukprn from (values ('10000001'), ('10000002')) as t(ukprn)"
_LOAD_OF_BATCH = """
    insert into load by name
    select ? as feed, ? as load_id, 'return.csv' as file_name, count(*) as rows_in, count(*) as rows_accepted,
        0 as rows_quarantined, 0 as rows_waiting, 9 as cells_in, 9 as cells_accepted, 0 as cells_quarantined,
        0 as quarantined_share, 0 as quarantined_share_without_waiting
    from batch
"""
# A case names load and row of an earlier file only where it has several versions of one row.
_PREVIOUS = """
    select * replace (coalesce(_load_id, '1') as _load_id, coalesce(_source_row, rowid + 2) as _source_row)
    from previous
"""
# An update of one column of the rule's table, to one plain value.
_ONE_COLUMN = re.compile(
    r"update batch set (\w+) = (?:date |timestamp )?(?:'[^']*'|[\w.+ -]+?)(?: where [^;]*)?"
)
_EMPTY_LOAD = "update load set rows_in = 0, rows_accepted = 0"


def case(suite: Suite) -> dict[str, Any]:
    """Return the written case of a suite: good tables of a feed, and mutations."""
    folder = "feeds" if suite.stage == "feed" else "published"
    path = CASES / folder / f"{suite.suite}.yaml"
    return _read(path)


@cache
def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


@dataclass(frozen=True)
class Mutation:
    """One change to the good tables.

    Attributes:
        expected: Rules that must fire: the one it is for, and those that cannot but fire with it.
        column: The only column it touches, where that is plain from the statement.
    """

    statements: str
    expected: set[str]
    column: str | None

    def concerned(self, suite: Suite) -> Suite:
        """Return the suite without the rules that read neither the column, nor all, nor a derived table.

        They cannot fire: leaving them out halves the time of the tests. The full tests leave out nothing.
        """
        if self.column is None:
            return suite
        derived = [name for name, table in suite.tables.items() if table.sql is not None]
        read = re.compile(rf"\b({'|'.join([self.column, *derived])})\b|select \*|\.\*|columns\(")
        rules = tuple(
            rule for rule in suite.rules if read.search(f"{rule.table} {suite.resolved_kwargs(rule)}")
        )
        return suite.model_copy(update={"rules": rules})


def mutation(suite: Suite, rule: Rule) -> Mutation | None:
    """Return the change that makes a rule fire, or None if nobody thought of one."""
    written = case(suite)["mutations"].get(rule.id, {})
    statements = written.get("sql") or _standard(suite, rule)
    if statements is None:
        return None
    touched = _ONE_COLUMN.fullmatch(statements)
    expected = {rule.id, *written.get("also", ())}
    return Mutation(statements.replace("{seeds}", str(reference.SEEDS)), expected, touched and touched[1])


def _standard(suite: Suite, rule: Rule) -> str | None:
    """Return the obvious mutation of a rule whose kind says it all."""
    name = rule.id.partition(".")[2]
    kwargs = suite.resolved_kwargs(rule)
    if suite.stage == "feed":
        return _standard_feed(name, kwargs) or _of_kind(rule.expectation, kwargs, "max")
    return _standard_published(rule, name, kwargs) or _of_kind(rule.expectation, kwargs, "min")


def _of_kind(kind: str, kwargs: dict[str, Any], end: str) -> str | None:
    """Return a mutation of one row: the last of a load, the first of a table (its last is a hidden one)."""
    values = {
        "column_values_to_not_be_null": "null",
        "column_values_to_be_in_set": "'nonsense'",
        "column_values_to_match_regex": "'?'",
    }
    if kind not in values:
        return None
    return (
        f"update batch set {kwargs['column']} = {values[kind]} where rowid = (select {end}(rowid) from batch)"
    )


def _standard_feed(name: str, kwargs: dict[str, Any]) -> str | None:
    match name:
        case "has_rows":
            return f"delete from batch; {_EMPTY_LOAD}"
        case "rows_conserved":
            return "update load set rows_in = rows_in + 1"
        case "quarantined_share":
            return f"update load set {kwargs['column']} = {kwargs['max_value']} + 0.001"
        case "one_load":
            return "update batch set _load_id = 'another' where rowid = (select max(rowid) from batch)"
    return None


def _standard_published(rule: Rule, name: str, kwargs: dict[str, Any]) -> str | None:
    first = "where rowid = (select min(rowid) from batch)"
    match rule.expectation, name:
        case _, "has_rows":
            return "delete from batch"
        case _, "key_unique":
            return f"insert into batch select * from batch {first}"
        case _, "restricted_columns_absent":
            return "alter table batch add column response_id varchar"
        case "column_values_to_be_between", _:
            return f"update batch set {kwargs['column']} = {kwargs['min_value']} - 1 {first}"
        case "column_distinct_values_to_contain_set", _:
            return f"delete from batch {first}"
        case "unexpected_rows", _ if "_in_" in name:
            return f"update batch set {name.partition('_in_')[0]} = 'nonsense' {first}"
    return None


@contextmanager
def case_database(suite: Suite) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database with the good tables of a suite."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for table in suite.given_tables:
            columns = ", ".join(f'"{name}" {kind}' for name, kind in _schema(suite, table))
            connection.execute(f'create table "{table}" ({columns})')
        for table, sql in _good(suite).items():
            connection.execute(
                f'insert into "{table}" by name {sql.replace("{seeds}", str(reference.SEEDS))}'
            )
        if suite.stage == "feed":
            connection.execute(f"update batch set _load_id = '{LOAD_ID}'")
            connection.execute(_LOAD_OF_BATCH, [suite.suite, LOAD_ID])
        yield connection


def _good(suite: Suite) -> dict[str, str]:
    if suite.stage == "published":
        star = _read(CASES / "published_star.yaml")
        return {name: star[suite.suite if name == "batch" else name] for name in suite.given_tables}
    defaults = {"providers": _PROVIDERS, "education_providers": _UNIVERSITIES}
    return {name: sql for name, sql in defaults.items() if name in suite.given_tables} | case(suite)["good"]


def tables_of(connection: duckdb.DuckDBPyConnection, suite: Suite) -> dict[str, TableSource]:
    """Return what the gate would hand to the suite; loads before are in the order of their names."""
    tables: dict[str, TableSource] = {
        name: connection.table(name).to_arrow_table() for name in suite.given_tables
    }
    if "previous" in tables:
        rows = connection.sql(_PREVIOUS).to_arrow_table()
        loads = sorted(rows["_load_id"].unique().to_pylist())
        tables["previous"] = Versions(rows, tuple(loads), contract(suite.suite).key)
    return tables


def _schema(suite: Suite, table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns a table really has: of its contract, or of its dbt model."""
    if suite.stage == "published":
        return published_schema(suite.suite if table == "batch" else table)
    fixed = {
        "load": LOAD_SCHEMA,
        "quarantine": QUARANTINE_SCHEMA,
        "missing_column": (("column_name", "VARCHAR"),),
    }
    feed = suite.suite if table in ("batch", "previous") else table
    return fixed.get(table) or contract(feed).accepted_schema()


def published_schema(table: str) -> tuple[tuple[str, str], ...]:
    """Return names and types of the columns that the dbt contract of a published table enforces."""
    model = f"pub_{table}"
    described = _read(PUBLISHED_MODELS / f"{model}.yml")["models"]
    (columns,) = [one["columns"] for one in described if one["name"] == model]
    return tuple((column["name"], column["data_type"]) for column in columns)
