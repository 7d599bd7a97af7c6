"""What a dead run left half-written goes with the next run; nothing else does."""

import os
import time
from pathlib import Path

import pytest

from orchestration.lib.durable import write_atomically
from orchestration.lib.home import Home
from orchestration.lib.leftovers import clear_leftovers
from orchestration.lib.run_lock import run_lock

UNFINISHED = [
    "archive/.incoming-x1",
    "ledger/.not_taken_in.json.77.new",
    "loads/psa/.making-0123456789abcdef/manifest.json",
    "loads/psa/.outdated-0123456789abcdef/manifest.json",
    "receipts/feed/psa/.abc.json.77.new",
    "accepted/psa/._schema.parquet.77.new",
    "ops/.load_audit.parquet.77.new",
    "warehouse/.built_from.json.77.new",
    "candidate.new/tables.json",
    "candidate.old/tables.json",
    "candidate/.built_from.json.77.new",
    "releases/.current.new",
    "releases/.v2026.11.1.tmp/parquet/dim_wave.parquet",
]
KEPT = [
    "landing/psa/psa_2024.csv",
    "archive/01/0123",
    "ledger/sightings.jsonl",
    "loads/psa/0123456789abcdef/manifest.json",
    "receipts/feed/psa/abc.json",
    "accepted/psa/_schema.parquet",
    "candidate/tables.json",
    "releases/v2026.11.1/SHA256SUMS",
    "releases/v2026.11.1.sha256",
    "warehouse/warehouse.duckdb",
    "warehouse/warehouse.duckdb.wal",
]


def _touch(home: Home, names: list[str]) -> None:
    for name in names:
        path = home.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_whoever_takes_the_home_clears_it(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    _touch(home, UNFINISHED + KEPT)
    with run_lock(home):
        pass
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*KEPT, ".run.lock"}
    assert not list(tmp_path.glob("loads/psa/.*"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("landing/psa/.landing-old", "landing/psa/.landing-new"),
        ("quality/.index.html.76.new", "quality/.index.html.77.new"),
    ],
)
def test_what_is_written_without_the_home_is_given_a_day(tmp_path: Path, old: str, new: str) -> None:
    home = Home.at(tmp_path)
    _touch(home, [old, new])
    os.utime(tmp_path / old, (time.time() - 90_000,) * 2)
    clear_leftovers(home)
    assert [path for path in (tmp_path / old).parent.iterdir()] == [tmp_path / new]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "record.json"
    write_atomically(file, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["record.json"]
