"""Register snapshots of equal bytes: the file's name dates them, so each date is a load of its own."""

import os
from pathlib import Path

import duckdb

from orchestration.lib.home import Home
from tests.order.histories import Drop, History
from tests.order.replay import open_gates, replay
from tests.order.world import Row

_UNCHANGED = {"provider_code": "ZA1", "provider_name": "ALDERMOOR SAMPLE TRUST", "postcode": "ZZ1 9ZZ"}
_RENAMED = _UNCHANGED | {"provider_name": "ALDERMOOR BAY SAMPLE TRUST"}


def _snapshot(date: str, values: dict[str, str]) -> Drop:
    stream = f"providers@{date}"
    return Drop(stream, f"ods_etr_{date}.csv", "csv", (Row(stream, values),))


def _snapshots_known(root: Path, *drops: Drop) -> list[tuple[object, ...]]:
    with open_gates():
        home: Home = replay(root, History((drops,))).home
    files = os.fspath(home.accepted / "providers" / "*.parquet")
    return duckdb.sql(f"select snapshot_date, provider_name from '{files}' order by all").fetchall()


def test_two_snapshots_of_the_same_bytes_are_two_snapshots(tmp_path: Path) -> None:
    """A register in which nothing changed, or in which a rename was taken back, is another day's register."""
    drops = [_snapshot("2022", _UNCHANGED), _snapshot("2023", _RENAMED), _snapshot("2024", _UNCHANGED)]
    assert len(_snapshots_known(tmp_path / "forwards", *drops)) == 3


def test_the_date_of_a_snapshot_does_not_depend_on_which_came_first(tmp_path: Path) -> None:
    drops = [_snapshot("2022", _UNCHANGED), _snapshot("2024", _UNCHANGED)]
    forwards = _snapshots_known(tmp_path / "forwards", *drops)
    assert forwards == _snapshots_known(tmp_path / "backwards", *reversed(drops))
