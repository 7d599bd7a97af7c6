"""Column lineage of one model, read from its compiled SQL with sqlglot.

Belongs here: one statement. What the project knows of its tables is `project.py`.

Lineage is of values: a column that only filters or joins is not named. A count of rows, and a value that is
the same in every row, names the table with the column `*`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlglot import exp, parse_one
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope
from sqlglot.schema import MappingSchema

DIALECT = "duckdb"
ROWS = "*"


class ColumnRef(NamedTuple):
    """A column of a table, by dbt's id of the table; `*` stands for its rows."""

    table: str
    column: str


class Relation(NamedTuple):
    """A table as a statement names it."""

    schema: str
    name: str


def statement_lineage(
    sql: str, tables: Mapping[Relation, str], columns: Mapping[Relation, Sequence[str]]
) -> dict[str, tuple[ColumnRef, ...]]:
    """Return what each column of a query comes from, and under `*` what its rows come from.

    Args:
        sql: A query; every table in it stands with its schema.
        tables: Id of each table it may read.
        columns: Columns of each of these tables.

    Raises:
        sqlglot.errors.SqlglotError: The query cannot be read.
    """
    schema = MappingSchema(dialect=DIALECT)
    for relation, names in columns.items():
        # A table whose columns nobody lists (an operational source) has the ones that are asked of it.
        if names:
            table = exp.table_(relation.name, db=relation.schema, quoted=True)
            schema.add_table(table, dict.fromkeys(names, "varchar"))
    parsed = parse_one(sql, dialect=DIALECT)
    for table in parsed.find_all(exp.Table):
        # The database is the file's name; no two schemas share one.
        table.set("catalog", None)
    query: Any = qualify(parsed, dialect=DIALECT, schema=schema, validate_qualify_columns=False)
    scope = build_scope(query)
    found = {
        column: _sorted(
            _refs(
                lineage(column, query, schema, dialect=DIALECT, scope=scope, trim_selects=False, copy=False),
                query,
                tables,
            )
        )
        for column in query.named_selects
    }
    return {**found, ROWS: _sorted(_driving_tables(query, query, tables))}


def _sorted(refs: Iterator[ColumnRef]) -> tuple[ColumnRef, ...]:
    return tuple(sorted(set(refs)))


def _refs(root: Node, query: Any, tables: Mapping[Relation, str]) -> Iterator[ColumnRef]:
    for leaf in root.walk():
        if leaf.downstream:
            continue
        if isinstance(leaf.expression, exp.Table):
            # A table function such as range() is nobody's table.
            if not leaf.expression.name:
                continue
            yield ColumnRef(tables[_relation(leaf.expression)], exp.to_column(leaf.name).name)
        else:
            # A count of rows, or the same value in every row.
            yield from _driving_tables(leaf.source, query, tables)


def _driving_tables(
    part: Any, query: Any, tables: Mapping[Relation, str], inside: frozenset[str] = frozenset()
) -> Iterator[ColumnRef]:
    """Yield the tables whose rows become the rows of a query: what stands after its `from`.

    Args:
        part: The query or a part of it.
        query: The whole query, in which names of its own are looked up.
        tables: Id of each table it may read.
        inside: Names whose query is being read: a recursive one names itself, which adds no table.
    """
    if isinstance(part, exp.SetOperation):
        yield from _driving_tables(part.left, query, tables, inside)
        yield from _driving_tables(part.right, query, tables, inside)
        return
    start = part.args.get("from_") if isinstance(part, exp.Select) else None
    source = start.this if start is not None else None
    if isinstance(source, exp.Subquery):
        yield from _driving_tables(source.this, query, tables, inside)
    elif isinstance(source, exp.Table):
        if (relation := _relation(source)) in tables:
            yield ColumnRef(tables[relation], ROWS)
            return
        named = [cte.this for cte in query.find_all(exp.CTE) if cte.alias == source.name]
        if source.name not in inside:
            for inner in named[:1]:
                yield from _driving_tables(inner, query, tables, inside | {source.name})


def _relation(table: exp.Table) -> Relation:
    return Relation(table.db, table.name)
