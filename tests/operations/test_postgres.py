"""The history of a team in a real Postgres: what is done with the instance does the same as in SQLite."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pgserver
import pytest

from orchestration.cli.instance import prepare_instance
from orchestration.defs.history import prune_runs
from orchestration.lib.backup.errors import BackupError
from orchestration.lib.backup.restore import restore_backup
from orchestration.lib.backup.write import write_backup
from orchestration.lib.home import Home

pytestmark = pytest.mark.slow

_PASSWORD = "zq-postgres-7741"


@dg.asset
def thing() -> None: ...


@dg.asset_check(asset=thing)
def thing_holds() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres") / "pg", cleanup_mode="delete")
    # The server trusts whoever reaches its socket; the password is there to be looked for afterwards.
    yield server.get_uri().replace("postgres:@", f"postgres:{_PASSWORD}@")
    server.cleanup()


@pytest.fixture
def home(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("EQW_POSTGRES_URL", url)
    monkeypatch.setenv("PATH", str(Path(pgserver.__file__).parent / "pginstall/bin"), prepend=":")
    home = Home.at(tmp_path / "home")
    prepare_instance(home)
    return home


def _instance(home: Home) -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(home.dagster))


def test_runs_events_and_ticks_are_in_postgres_alone(home: Home) -> None:
    with _instance(home) as instance:
        assert type(instance.run_storage).__module__.startswith("dagster_postgres")
        assert type(instance.event_log_storage).__module__.startswith("dagster_postgres")
        assert type(instance.schedule_storage).__module__.startswith("dagster_postgres")
        instance.wipe()
        runs = [dg.materialize([thing, thing_holds], instance=instance).run_id for _ in range(3)]
        record = instance.get_latest_materialization_event(thing.key)
        assert record is not None
        assert record.run_id == runs[-1]
        assert set(prune_runs(instance, dt.datetime.now(dt.UTC))) == set(runs[:2])
        assert [run.run_id for run in instance.get_runs()] == runs[-1:]
        # What the UI shows of the instance.
        assert "max_concurrent_runs" in instance.info_str()
        assert _PASSWORD not in instance.info_str()
    assert not list(home.root.rglob("*.db"))


def test_a_backup_brings_the_history_back(home: Home, url: str, tmp_path: Path) -> None:
    with _instance(home) as instance:
        instance.wipe()
        run = dg.materialize([thing], instance=instance).run_id
        file = write_backup(home, tmp_path / "backups", url)
        instance.wipe()
        assert instance.get_runs() == []
    told = restore_backup(Home.at(tmp_path / "again"), file, url)
    assert "history: restored into Postgres" in told
    assert _PASSWORD.encode() not in file.read_bytes()
    with _instance(home) as instance:
        assert [one.run_id for one in instance.get_runs()] == [run]


def test_without_its_address_nothing_is_restored(home: Home, url: str, tmp_path: Path) -> None:
    file = write_backup(home, tmp_path / "backups", url)
    with pytest.raises(BackupError, match="EQW_POSTGRES_URL"):
        restore_backup(Home.at(tmp_path / "again"), file, None)
    assert not (tmp_path / "again").exists()


def test_a_server_that_is_away_is_an_error_without_the_password(home: Home, tmp_path: Path) -> None:
    away = f"postgresql://eqw:{_PASSWORD}@127.0.0.1:1/eqw"
    with pytest.raises(BackupError, match="pg_dump failed") as told:
        write_backup(home, tmp_path / "backups", away)
    assert _PASSWORD not in str(told.value)
    assert list((tmp_path / "backups").iterdir()) == []
