"""The statements that make a released table in PostgreSQL: columns, keys, comments.

Belongs here: words of SQL. Running them is `copy_release.py`'s.
"""

from collections.abc import Iterator

from psycopg import sql

from orchestration.lib.release.table import Column, Table
from orchestration.lib.serving.errors import ServingError

# Every type that a release may hold (`release/datapackage.py`).
_TYPES = {
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
}


def create_table(schema: str, table: Table) -> sql.Composed:
    """Return the statement that makes a table without keys; they come after the rows, which is faster.

    Raises:
        ServingError: A column has a type that PostgreSQL is not given.
    """
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(_type(table, column)))
        for column in table.columns
    ]
    return sql.SQL("create table {} ({})").format(named(schema, table), sql.SQL(", ").join(columns))


def add_primary_key(schema: str, table: Table) -> sql.Composed:
    """Return the statement that makes the primary key."""
    return sql.SQL("alter table {} add primary key ({})").format(
        named(schema, table), _names(table.primary_key)
    )


def add_foreign_keys(schema: str, table: Table) -> Iterator[sql.Composed]:
    """Yield a statement for each foreign key."""
    for key in table.foreign_keys:
        yield sql.SQL("alter table {} add foreign key ({}) references {} ({})").format(
            named(schema, table),
            _names(key.columns),
            sql.Identifier(schema, key.references),
            _names(key.referenced_columns),
        )


def comments(schema: str, table: Table) -> Iterator[sql.Composed]:
    """Yield a statement for the comment of the table and of each column."""
    text = f"{table.description} Grain: {table.grain}."
    yield sql.SQL("comment on table {} is {}").format(named(schema, table), sql.Literal(text))
    for column in table.columns:
        yield sql.SQL("comment on column {} is {}").format(
            sql.Identifier(schema, table.name, column.name), sql.Literal(column.description)
        )


def named(schema: str, table: Table) -> sql.Identifier:
    """Return the name of a table with its schema."""
    return sql.Identifier(schema, table.name)


def _names(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _type(table: Table, column: Column) -> str:
    if column.type in _TYPES:
        return _TYPES[column.type]
    if column.type.startswith("DECIMAL"):
        return column.type.replace("DECIMAL", "numeric")
    raise ServingError(f"{table.name}.{column.name} is {column.type}, which the serving copy does not know.")
