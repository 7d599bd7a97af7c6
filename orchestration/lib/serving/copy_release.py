"""Copying a release into PostgreSQL and switching readers to it in one step.

Belongs here: the order of steps. A copy is loaded into a schema of its own, compared, and becomes
`education_quality` by two renames in one transaction. A reader in the middle of a query goes on with the
tables it began with; they are dropped when the next copy but one stands.
"""

from pathlib import Path

from psycopg import errors, sql
from pydantic import BaseModel

from orchestration.lib.release.catalogue import Release
from orchestration.lib.release.database import INFO_TABLE
from orchestration.lib.release.datapackage import PARQUET, read_descriptor, tables_of
from orchestration.lib.release.table import Table, in_reference_order
from orchestration.lib.release.verify import verify_release
from orchestration.lib.serving import ddl
from orchestration.lib.serving.errors import ServingError
from orchestration.lib.serving.rows import load_rows, require_equal
from orchestration.lib.serving.server import Connection, locked_connection

SCHEMA = "education_quality"
READERS = "education_quality_reader"
_NEW, _OLD = f"{SCHEMA}_new", f"{SCHEMA}_before_"


class ServingCopy(BaseModel):
    """What readers of the server see after a copy.

    Attributes:
        version: Release that is served.
        tables: Number of tables.
        rows: Number of rows of all tables.
        reused: Whether it was served already, so that nothing was done.
        not_dropped: Older copies that somebody still reads; they are dropped next time.
    """

    version: str
    tables: int
    rows: int
    reused: bool = False
    not_dropped: tuple[str, ...] = ()


def copy_release(release: Release, url: str) -> ServingCopy:
    """Serve a release from PostgreSQL.

    Args:
        release: A finished release.
        url: Address of the server, of a user who may create schemas and the role of readers.

    Raises:
        ServingError: The release is not as it was cut, the server refuses, or a row did not arrive.
    """
    if faults := verify_release(release.path):
        raise ServingError(f"{release.version} is not as it was released: {faults[0]}.")
    tables = in_reference_order(tables_of(read_descriptor(release.path)))
    copied = ServingCopy(version=release.version, tables=len(tables), rows=sum(t.rows for t in tables))
    with locked_connection(url) as connection:
        if _is_served(connection, release):
            return copied.model_copy(update={"reused": True})
        _drop_schema(connection, _NEW)
        try:
            _load(connection, url, tables, release)
        except (errors.InsufficientPrivilege, errors.IntegrityError) as error:
            raise ServingError(f"The server refuses: {' '.join(str(error).split())}.") from error
        _switch(connection)
        return copied.model_copy(update={"not_dropped": _drop_all_but_newest(connection)})


def _load(connection: Connection, url: str, tables: tuple[Table, ...], release: Release) -> None:
    folder: Path = release.path / PARQUET
    connection.execute(sql.SQL("create schema {}").format(sql.Identifier(_NEW)))
    for table in tables:
        connection.execute(ddl.create_table(_NEW, table))
        load_rows(url, _NEW, table, folder / f"{table.name}.parquet")
        require_equal(url, _NEW, table, folder / f"{table.name}.parquet")
        with connection.transaction():
            connection.execute(ddl.add_primary_key(_NEW, table))
            for statement in (*ddl.add_foreign_keys(_NEW, table), *ddl.comments(_NEW, table)):
                connection.execute(statement)
    info = sql.Identifier(_NEW, INFO_TABLE)
    connection.execute(sql.SQL("create table {} (name text primary key, value text not null)").format(info))
    connection.execute(
        sql.SQL("insert into {} values ('version', %s), ('identity', %s)").format(info),
        (release.version, release.identity),
    )
    connection.execute(sql.SQL("comment on table {} is 'Which release this is'").format(info))
    if not connection.execute("select 1 from pg_roles where rolname = %s", (READERS,)).fetchone():
        connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(READERS)))
    for right in ("usage on schema {}", "select on all tables in schema {}"):
        connection.execute(sql.SQL(f"grant {right} to {READERS}").format(sql.Identifier(_NEW)))
    connection.execute(
        sql.SQL("comment on schema {} is {}").format(
            sql.Identifier(_NEW), sql.Literal(f"Education Quality Warehouse {release.version}")
        )
    )


def _is_served(connection: Connection, release: Release) -> bool:
    if SCHEMA not in _schemas(connection):
        return False
    query = sql.SQL("select name, value from {}").format(sql.Identifier(SCHEMA, INFO_TABLE))
    try:
        info = {str(name): value for name, value in connection.execute(query).fetchall()}
    except errors.UndefinedTable as error:
        raise ServingError(
            f"The server has a schema {SCHEMA} that is no copy of a release. Remedy: rename it, or take"
            " another database."
        ) from error
    return info == {"version": release.version, "identity": release.identity}


def _switch(connection: Connection) -> None:
    """Two renames in one transaction: they wait for no reader, and no reader sees half of it."""
    numbers = [int(name.removeprefix(_OLD)) for name in _schemas(connection) if name.startswith(_OLD)]
    with connection.transaction():
        if SCHEMA in _schemas(connection):
            connection.execute(_rename(SCHEMA, f"{_OLD}{max(numbers, default=0) + 1}"))
        connection.execute(_rename(_NEW, SCHEMA))


def _drop_all_but_newest(connection: Connection) -> tuple[str, ...]:
    """Drop older copies, but the one that readers may be in the middle of; return what is still in use."""
    old = [name for name in _schemas(connection) if name.startswith(_OLD)]
    old.sort(key=lambda name: int(name.removeprefix(_OLD)))
    left = []
    for name in old[:-1]:
        try:
            _drop_schema(connection, name)
        except errors.LockNotAvailable:
            left.append(name)
    return tuple(left)


def _drop_schema(connection: Connection, schema: str) -> None:
    """Drop a schema table by table: a lock on all of them at once would meet readers in another order."""
    found = connection.execute("select tablename from pg_tables where schemaname = %s", (schema,)).fetchall()
    statements = [
        sql.SQL("drop table {} cascade").format(sql.Identifier(schema, table)) for (table,) in found
    ]
    for statement in (*statements, sql.SQL("drop schema if exists {}").format(sql.Identifier(schema))):
        with connection.transaction():
            connection.execute("set local lock_timeout = '2s'")
            connection.execute(statement)


def _schemas(connection: Connection) -> set[str]:
    found = connection.execute("select nspname from pg_namespace where nspname like 'education_quality%'")
    return {name for (name,) in found.fetchall()}


def _rename(old: str, new: str) -> sql.Composed:
    return sql.SQL("alter schema {} rename to {}").format(sql.Identifier(old), sql.Identifier(new))
