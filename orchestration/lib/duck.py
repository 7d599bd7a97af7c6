"""How DuckDB is asked, wherever the product asks it outside dbt.

Belongs here: a connection that fetches nothing, a literal that cannot break out, one query over one file.
Does not belong here: what is asked.
"""

from pathlib import Path
from typing import Any

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection that fetches no extension, shows no progress and counts in UTC."""
    connection = duckdb.connect()
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set enable_progress_bar = false")
    connection.execute("set TimeZone = 'UTC'")
    return connection


def quoted(value: str) -> str:
    """Return a SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def rows_of(parquet: Path, query: str) -> list[dict[str, Any]]:
    """Return what a query over one file, called `rows` in it, gives: one dictionary per row.

    Raises:
        FileNotFoundError: The file is missing; says what makes it.
    """
    if not parquet.is_file():
        raise FileNotFoundError(f"{parquet} is missing. Remedy: eqw run makes it.")
    with connect() as connection:
        connection.read_parquet(str(parquet)).create_view("rows")
        relation = connection.sql(query)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
