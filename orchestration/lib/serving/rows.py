"""Rows of a released table into PostgreSQL, and back to be compared.

Belongs here: bulk transfer through Arrow, and the proof that both hold the same rows.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from adbc_driver_postgresql import dbapi
from psycopg import sql

from orchestration.lib.duck import connect, quoted
from orchestration.lib.release.table import Table
from orchestration.lib.serving.ddl import named
from orchestration.lib.serving.errors import ServingError

_BATCH = 100_000


def load_rows(url: str, schema: str, table: Table, parquet: Path) -> None:
    """Append all rows of a Parquet file to the empty table of the same name."""
    with pq.ParquetFile(parquet) as file, dbapi.connect(url) as connection, connection.cursor() as cursor:
        batches = file.iter_batches(_BATCH)
        reader = pa.RecordBatchReader.from_batches(file.schema_arrow, batches)
        cursor.adbc_ingest(table.name, reader, mode="append", db_schema_name=schema)
        connection.commit()


def require_equal(url: str, schema: str, table: Table, parquet: Path) -> None:
    """Read a table back and compare it with its Parquet file, row for row.

    Raises:
        ServingError: A row is in one and not in the other.
    """
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    query = sql.SQL("select {} from {}").format(columns, named(schema, table)).as_string()
    with dbapi.connect(url) as connection, connection.cursor() as cursor, connect() as duck:
        cursor.execute(query)
        duck.register("copied", cursor.fetch_arrow_table())
        released = f"select * from read_parquet({quoted(str(parquet))})"
        counted = duck.execute(
            f"select (select count(*) from copied),"
            f" (select count(*) from ((table copied) except all ({released})))"
        ).fetchone()
    if counted != (table.rows, 0):
        held, differing = counted or (0, 0)
        raise ServingError(
            f"{table.name}: {held:,} of {table.rows:,} rows arrived, {differing:,} of them differ from the"
            " release. Readers keep the copy before. Remedy: copy again; if it happens again, keep the"
            " server's log."
        )
