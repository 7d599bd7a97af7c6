"""A backup brings back exactly what was there, or nothing at all."""

import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest

from orchestration.lib.backup.errors import BackupError
from orchestration.lib.backup.history import _as_environment
from orchestration.lib.backup.restore import restore_backup
from orchestration.lib.backup.write import write_backup
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_aside, set_asides, sightings
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock
from tests.gates.gate_home import GOOD, DropBox


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path / "home")
    box = DropBox(home)
    box.drop("one.csv", GOOD)
    box.drop("two.csv", GOOD.replace("Easting", "Westing"))
    set_aside(home, "two.csv", "wrong year", "somebody")
    home.settings.write_text("reader_limits: {max_rows: 10}\n")
    home.dagster.mkdir()
    with sqlite3.connect(home.dagster / "runs.db") as history:
        history.execute("create table run (id text)")
        history.execute("insert into run values ('r1')")
    return home


def _content(root: Path, folders: tuple[str, ...]) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


def test_what_was_there_comes_back(home: Home, tmp_path: Path) -> None:
    file = write_backup(home, tmp_path / "backups", None)
    again = Home.at(tmp_path / "again")
    told = restore_backup(again, file, None)
    kept = ("landing", "archive", "ledger")
    assert _content(again.root, kept) == _content(home.root, kept)
    assert sightings(again) == sightings(home)
    assert set_asides(again) == set_asides(home)
    assert again.settings.read_text() == home.settings.read_text()
    with sqlite3.connect(again.dagster / "runs.db") as history:
        assert history.execute("select id from run").fetchall() == [("r1",)]
    assert "2 files ever seen: all in the archive" in told
    assert not (again.root / "loads").exists()


def test_a_backup_is_for_its_owner_and_leaves_nothing_beside_it(home: Home, tmp_path: Path) -> None:
    file = write_backup(home, tmp_path / "backups", None)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list((tmp_path / "backups").iterdir()) == [file]


def test_a_row_of_history_being_written_is_not_torn(home: Home, tmp_path: Path) -> None:
    writer = sqlite3.connect(home.dagster / "runs.db")
    writer.execute("insert into run values ('r2')")
    file = write_backup(home, tmp_path / "backups", None)
    writer.rollback()
    again = Home.at(tmp_path / "again")
    restore_backup(again, file, None)
    with sqlite3.connect(again.dagster / "runs.db") as history:
        assert history.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert history.execute("select id from run").fetchall() == [("r1",)]


def test_nothing_is_backed_up_while_a_run_is_going(home: Home, tmp_path: Path) -> None:
    import contextvars

    with run_lock(home), pytest.raises(AnotherRunIsGoing):
        contextvars.Context().run(write_backup, home, tmp_path / "backups", None)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_home_with_something_in_it_is_never_overwritten(home: Home, tmp_path: Path) -> None:
    file = write_backup(home, tmp_path / "backups", None)
    before = _content(home.root, (".",))
    with pytest.raises(BackupError, match="is not empty"):
        restore_backup(home, file, None)
    assert _content(home.root, (".",)) == before


@pytest.mark.parametrize("damage", ["cut", "bit", "no_archive", "extra", "not_tar"])
def test_a_damaged_backup_restores_nothing(home: Home, tmp_path: Path, damage: str) -> None:
    if damage == "no_archive":
        next(path for path in home.archive.rglob("*") if path.is_file()).unlink()
    file = write_backup(home, tmp_path / "backups", None)
    content = bytearray(file.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "bit":
        content[content.index(b"University of Northwold")] ^= 1
    elif damage == "not_tar":
        content = bytearray(b"hello")
    file.write_bytes(content)
    if damage == "extra":
        with tarfile.open(file, "a") as tar:
            tar.add(home.settings, "ledger/more.jsonl")
    again = Home.at(tmp_path / "again")
    with pytest.raises(BackupError):
        restore_backup(again, file, None)
    assert not again.root.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "home"]


def test_a_backup_cannot_write_outside_the_home(tmp_path: Path) -> None:
    file = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("x")
    with tarfile.open(file, "w") as tar:
        tar.add(tmp_path / "x", "../outside")
    with pytest.raises(BackupError):
        restore_backup(Home.at(tmp_path / "again"), file, None)
    assert not (tmp_path / "outside").exists()


def test_the_address_of_postgres_reaches_its_tools_by_the_environment() -> None:
    assert _as_environment("postgresql://eqw:p%40ss@db.example.org:5433/history") == {
        "PGHOST": "db.example.org",
        "PGPORT": "5433",
        "PGUSER": "eqw",
        "PGPASSWORD": "p@ss",
        "PGDATABASE": "history",
    }
    assert _as_environment("postgresql://postgres:@/postgres?host=/tmp/pg")["PGHOST"] == "/tmp/pg"
