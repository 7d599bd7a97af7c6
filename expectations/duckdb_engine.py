"""Great Expectations on DuckDB: one in-memory database whose views are the Parquet files under test.

Belongs here: what Great Expectations lacks to push its rules down to DuckDB (see
`docs/decisions/0020-great-expectations-on-duckdb.md`). Does not belong here: any rule, or what a verdict
means.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pyarrow as pa

from expectations.versions import Versions, newest_only

if TYPE_CHECKING:
    from sqlalchemy import Engine

TableSource: TypeAlias = Path | Sequence[Path] | pa.Table | Versions

_SETTINGS = (
    "set autoinstall_known_extensions = false",
    "set enable_progress_bar = false",
    "set TimeZone = 'UTC'",
)
_names = itertools.count()


@dataclass(frozen=True)
class DuckDBSource:
    """The tables of one gate run, open in memory."""

    datasource: Any
    engine: Engine

    def batch(self, table: str) -> Any:
        """Return the Great Expectations batch that holds a whole table or view."""
        asset = self.datasource.add_table_asset(table, table_name=table)
        # Without a batch definition, which Great Expectations would write to its configuration each time.
        return asset.get_batch(asset.build_batch_request())

    def execute(self, statement: str) -> None:
        """Run one statement, such as the definition of a view."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(statement)

    def fetch_row(self, query: str) -> Sequence[Any]:
        """Return the only row of a query.

        Raises:
            sqlalchemy.exc.DBAPIError: The query cannot be evaluated.
        """
        with self.engine.begin() as connection:
            return tuple(connection.exec_driver_sql(query).one())


@contextmanager
def open_source(tables: Mapping[str, TableSource]) -> Iterator[DuckDBSource]:
    """Open an in-memory DuckDB that shows each table as a view, and close it again.

    A view reads the columns that a rule asks for and no others. Holding wide tables in memory instead was
    measured to cost more than it saves.

    Args:
        tables: Name of the view and what it shows: one Parquet file, several Parquet files of one
            layout, an Arrow table, or the newest versions of rows in either.
    """
    from sqlalchemy.pool import StaticPool

    context = _context()
    name = f"gate_{next(_names)}"
    # One connection for everything: a second one would be a second, empty, in-memory database.
    datasource = context.data_sources.add_duckdb(
        name, connection_string="duckdb:///:memory:", kwargs={"poolclass": StaticPool}
    )
    engine = datasource.get_engine()
    source = DuckDBSource(datasource, engine)
    try:
        for setting in _SETTINGS:
            source.execute(setting)
        for view, table in tables.items():
            _show(source, view, table)
        yield source
    finally:
        context.data_sources.delete(name)
        engine.dispose()


def _show(source: DuckDBSource, view: str, table: TableSource) -> None:
    if isinstance(table, Versions):
        _show(source, f"{view}__all", table.rows)
        for statement in newest_only(view, f"{view}__all", table):
            source.execute(statement)
        return
    if isinstance(table, pa.Table):
        with source.engine.begin() as connection:
            raw: Any = connection.connection.driver_connection
            raw.register(f"{view}__arrow", table)
            connection.exec_driver_sql(f'create view "{view}" as select * from "{view}__arrow"')
        return
    paths = [table] if isinstance(table, Path) else list(table)
    listed = ", ".join(_quoted(str(path)) for path in paths)
    source.execute(f'create view "{view}" as select * from read_parquet([{listed}])')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def _context() -> Any:
    """Return the one Great Expectations context of this process, silent and without files."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    _register_datasource()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


@cache
def _register_datasource() -> None:
    """Define the DuckDB datasource; Great Expectations registers it under its `type` by itself."""
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

    class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            # Great Expectations picks the regular-expression operator by the dialect. DuckDB's descends from
            # Postgres', for which it would emit `~`: a full match on DuckDB 1.5 and a search on 2.0. So the
            # dialect is no class it knows, and has the attribute of Dremio, whose REGEXP_MATCHES is DuckDB's.
            self.dialect_module: Any = SimpleNamespace(DremioDialect=None, dialect=object)

        def execute_query(self, query: Any) -> Any:
            # The stock method returns a cursor after its connection went back to the pool, where DuckDB
            # has already closed it. Freezing buffers the rows first.
            with self.get_connection() as connection:
                return connection.execute(query).freeze()()

    class DuckDBDatasource(SQLDatasource):
        type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]

        @property
        def execution_engine_type(self) -> Any:
            return DuckDBExecutionEngine

        def get_execution_engine(self) -> SqlAlchemyExecutionEngine:
            # The stock method opens a second engine, which in memory is a second database.
            if self._execution_engine is None:
                engine = DuckDBExecutionEngine(engine=self.get_engine(), create_temp_table=False)
                self._execution_engine = engine
            return self._execution_engine
