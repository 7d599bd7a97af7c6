"""The serving copy on a real PostgreSQL server: equal rows, keys, rights; readers notice no switch."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import psycopg
import pytest
import sqlalchemy
from pgserver.postgres_server import PostgresServer, get_server
from psycopg import errors

from orchestration.lib.release.catalogue import Release
from orchestration.lib.serving import rows
from orchestration.lib.serving.copy_release import SCHEMA, copy_release
from orchestration.lib.serving.errors import ServingError
from orchestration.lib.serving.server import locked_connection, server_url

pytestmark = pytest.mark.slow
JOINED = f"""
    select max(i.value) as version, count(*) as cells, count(distinct r.parameter_hash) as hashes
    from {SCHEMA}.fct_domain_risk as r join {SCHEMA}.dim_profession as p using (profession_code)
    cross join {SCHEMA}.release_info as i where i.name = 'version'
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    # Not below pytest's folder: that is closed to the user whom the server runs as when tests run as root.
    with tempfile.TemporaryDirectory(prefix="eqw-postgres-") as folder:
        running = get_server(folder)
        yield running
        running.cleanup()


@pytest.fixture
def url(server: PostgresServer) -> str:
    """An empty database of its own."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("drop database if exists served with (force)")
        connection.execute("create database served")
    return str(server.get_uri("served"))


def asked(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_rows_keys_and_comments_arrive(released: Release, url: str) -> None:
    copied = copy_release(released, url)
    assert (copied.version, copied.tables, copied.rows, copied.reused) == (released.version, 2, 6, False)
    for table in released.rows:
        query = "select * from {} order by all"
        there = duckdb.sql(query.format(f"'{released.path}/parquet/{table}.parquet'")).fetchall()
        here = asked(url, f"select * from {SCHEMA}.{table}")
        assert sorted(here, key=str) == sorted(there, key=str)
    keys = asked(
        url, f"select contype::text from pg_constraint where connamespace = '{SCHEMA}'::regnamespace"
    )
    assert sorted(keys) == [("f",), ("n",), ("n",), ("p",), ("p",), ("p",)] or sorted(keys) == [
        ("f",), ("p",), ("p",), ("p",)
    ]  # fmt: skip
    assert asked(url, f"select obj_description('{SCHEMA}.dim_profession'::regclass)") == [
        ("Table dim_profession, the analyst's own. Grain: one dim_profession.",)
    ]
    assert asked(url, f"select col_description('{SCHEMA}.dim_profession'::regclass, 1)") == [
        ("What profession_code is",)
    ]
    assert copy_release(released, url).reused


def test_a_reader_may_read_and_nothing_else(released: Release, url: str) -> None:
    copy_release(released, url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create schema private; create table private.secret (x int)")
        connection.execute("drop role if exists bi; create role bi in role education_quality_reader")
        connection.execute("set role bi")
        assert connection.execute(f"select count(*) from {SCHEMA}.dim_profession".encode()).fetchone() == (3,)
        for forbidden in (
            f"insert into {SCHEMA}.dim_profession values ('x', 'y')",
            f"drop table {SCHEMA}.fct_domain_risk",
            f"create table {SCHEMA}.mine (x int)",
            "select * from private.secret",
            "select pg_read_file('PG_VERSION')",
        ):
            with pytest.raises((errors.InsufficientPrivilege, errors.OperationalError)):
                connection.execute(forbidden.encode())


def test_readers_notice_no_switch(
    released: Release, url: str, publish: Callable[..., Release], change_warehouse: Callable[[str], None]
) -> None:
    copy_release(released, url)
    stop, failures, seen = threading.Event(), [], set()

    def read() -> None:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                while not stop.is_set():
                    seen.add(connection.execute(JOINED.encode()).fetchone())
        except psycopg.Error as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    expected = {(released.version, 3, 1)}
    for number in range(5):
        change_warehouse(f"insert into published.fct_domain_risk values ('ahp', 'D{number}', 1, '1', 'abc')")
        later = publish()
        assert copy_release(later, url).not_dropped == ()
        expected.add((later.version, 4 + number, 1))
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen <= expected, "no reader saw tables of two releases"
    assert len(seen) > 2
    schemas = asked(url, f"select nspname from pg_namespace where nspname like '{SCHEMA}%' order by 1")
    assert schemas == [(SCHEMA,), (f"{SCHEMA}_before_5",)], "the one before is kept for those who read it"


def test_a_copy_that_differs_is_not_switched_to(
    released: Release,
    url: str,
    publish: Callable[..., Release],
    change_warehouse: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy_release(released, url)
    change_warehouse("insert into published.fct_domain_risk values ('ahp', 'D3', 1, '1', 'abc')")
    later = publish()

    def load_less(url: str, schema: str, table: Any, parquet: Path) -> None:
        rows.load_rows(url, schema, table, parquet)
        if table.name == "fct_domain_risk":
            with psycopg.connect(url) as connection:
                connection.execute(f"update {schema}.fct_domain_risk set composite = 9 where composite = 1")

    monkeypatch.setattr("orchestration.lib.serving.copy_release.load_rows", load_less)
    with pytest.raises(ServingError, match=r"fct_domain_risk: 4 of 4 rows arrived, 1 of them differ"):
        copy_release(later, url)
    monkeypatch.undo()
    assert asked(url, JOINED) == [(released.version, 3, 1)]
    assert copy_release(later, url).version == later.version, "what the failed copy left is cleared"


def test_an_old_copy_in_use_is_dropped_later(
    released: Release, url: str, publish: Callable[..., Release]
) -> None:
    copy_release(released, url)
    with psycopg.connect(url) as reader:
        reader.execute(f"select count(*) from {SCHEMA}.dim_profession".encode())
        copy_release(publish(force=True), url)
        last = publish(force=True)
        assert copy_release(last, url).not_dropped == (f"{SCHEMA}_before_1",)
    again = publish(force=True)
    assert copy_release(again, url).not_dropped == ()


def test_one_copy_at_a_time_and_clear_words(
    released: Release, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with locked_connection(url), pytest.raises(ServingError, match="Another copy is being made"):
        copy_release(released, url)
    with psycopg.connect(url) as connection:
        connection.execute(f"create schema {SCHEMA}")
    with pytest.raises(ServingError, match="no copy of a release"):
        copy_release(released, url)
    monkeypatch.delenv("EQW_POSTGRES_URL", raising=False)
    with pytest.raises(ServingError, match="EQW_POSTGRES_URL is not set"):
        server_url()
    monkeypatch.setenv("EQW_POSTGRES_URL", "mysql://u:hunter2@h/d")
    with pytest.raises(ServingError) as told:
        server_url()
    assert "hunter2" not in str(told.value)


def test_clients_that_analysts_use(released: Release, url: str) -> None:
    copy_release(released, url)
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    inspector = sqlalchemy.inspect(engine)
    assert set(inspector.get_table_names(SCHEMA)) == {"dim_profession", "fct_domain_risk", "release_info"}
    assert inspector.get_foreign_keys("fct_domain_risk", SCHEMA)[0]["referred_table"] == "dim_profession"
    frame = pd.read_sql(f"select * from {SCHEMA}.fct_domain_risk", engine)
    assert len(frame) == 3
    assert frame.composite.dtype == "float64"
    engine.dispose()
