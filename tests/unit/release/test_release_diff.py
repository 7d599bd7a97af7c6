"""What changed between two releases is counted by primary key."""

from pathlib import Path

import duckdb

from orchestration.lib.durable import sha256_of
from orchestration.lib.release.diff import TableChange, changes_since
from orchestration.lib.release.table import Column, Table


def make_table(folder: Path, name: str, sql: str, key: tuple[str, ...] = ("k",)) -> Table:
    folder.mkdir(exist_ok=True)
    relation = duckdb.sql(sql)
    relation.write_parquet(str(folder / f"{name}.parquet"))
    return Table(
        name=name,
        description=name,
        grain="one k",
        columns=tuple(
            Column(name=column, type=str(kind), description=column)
            for column, kind in zip(relation.columns, relation.types, strict=True)
        ),
        primary_key=key,
        foreign_keys=(),
        rows=len(relation),
        sha256=sha256_of(folder / f"{name}.parquet"),
    )


def compare(tmp_path: Path, old_sql: str, new_sql: str, new_key: tuple[str, ...] = ("k",)) -> TableChange:
    old = make_table(tmp_path / "old", "t", old_sql)
    new = make_table(tmp_path / "new", "t", new_sql, new_key)
    return changes_since((old,), tmp_path / "old", (new,), tmp_path / "new")[0]


def test_rows_are_added_removed_and_changed(tmp_path: Path) -> None:
    change = compare(
        tmp_path,
        "select * from (values (1, 'a'), (2, 'b'), (3, null)) as v(k, x)",
        "select * from (values (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')) as v(k, x)",
    )
    assert (change.rows, change.added, change.removed, change.changed) == (4, 2, 1, 1)
    assert change.is_change


def test_the_same_rows_in_other_bytes_are_no_change(tmp_path: Path) -> None:
    change = compare(
        tmp_path,
        "select * from (values (1, 'nan'::double), (2, null)) as v(k, x)",
        "select * from (values (2, null), (1, 'nan'::double)) as v(k, x)",
    )
    assert not change.is_change


def test_columns_that_come_go_or_change_type_are_named(tmp_path: Path) -> None:
    change = compare(
        tmp_path, "select 1 as k, 1 as x, 'a' as gone", "select 1 as k, 1.5::double as x, 'b' as fresh"
    )
    assert change.schema_changes == (
        "column fresh added",
        "column gone removed",
        "column x INTEGER → DOUBLE, values not compared",
    )
    assert (change.added, change.removed, change.changed) == (0, 0, 0)
    assert change.is_change


def test_values_that_cannot_be_turned_into_each_other_are_no_obstacle(tmp_path: Path) -> None:
    change = compare(tmp_path, "select 1 as k, '' as x, 'a' as y", "select 1 as k, 5::bigint as x, 'b' as y")
    assert change.schema_changes == ("column x VARCHAR → BIGINT, values not compared",)
    assert (change.added, change.removed, change.changed) == (0, 0, 1)


def test_a_key_of_another_type_cannot_be_compared_by_row(tmp_path: Path) -> None:
    change = compare(tmp_path, "select 'a' as k, 1 as x", "select 1 as k, 1 as x")
    assert (change.rows, change.added, change.removed, change.changed) == (1, None, None, None)
    assert change.schema_changes == ("column k VARCHAR → INTEGER, rows not compared",)


def test_another_key_cannot_be_compared_by_row(tmp_path: Path) -> None:
    change = compare(tmp_path, "select 1 as k, 1 as x", "select 1 as k, 2 as x", new_key=("k", "x"))
    assert (change.added, change.removed, change.changed) == (None, None, None)
    assert change.schema_changes == ("key (k) → (k, x); rows not compared",)


def test_a_table_of_nothing_but_its_key_is_compared(tmp_path: Path) -> None:
    change = compare(tmp_path, "select unnest([1, 2]) as k", "select unnest([2, 3, 4]) as k")
    assert (change.added, change.removed, change.changed) == (2, 1, 0)


def test_tables_that_come_and_go_are_named(tmp_path: Path) -> None:
    old = make_table(tmp_path / "old", "gone", "select unnest([1, 2]) as k")
    new = make_table(tmp_path / "new", "fresh", "select 1 as k")
    fresh, gone = changes_since((old,), tmp_path / "old", (new,), tmp_path / "new")
    assert (fresh.table, fresh.rows, fresh.added, fresh.schema_changes) == ("fresh", 1, 1, ("new table",))
    assert (gone.table, gone.rows, gone.removed, gone.schema_changes) == ("gone", None, 2, ("table removed",))
