"""The instance of a home: SQLite for one person, Postgres for a team; never one for the other by mistake."""

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.cli import instance
from orchestration.cli.instance import InstanceError, prepare_instance
from orchestration.defs.history import prune_runs
from orchestration.lib.home import Home
from orchestration.lib.secrets import SecretError, read_secret

_FIRST = """\
# Copied to DAGSTER_HOME when a data home is first used; SQLite storage, one person, one machine.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  # One run at a time works on a data home, whoever started it from the UI; `eqw run` holds a lock besides.
  runs:
    max_concurrent_runs: 1
  pools:
    granularity: op
    default_limit: 1
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      failure: 90
      success: -1
"""
_URL = "postgresql://eqw:hunter-2-secret@127.0.0.1:5432/eqw"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in ("EQW_POSTGRES_URL", "EQW_POSTGRES_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Home.at(tmp_path / "home")


def _instance(home: Home) -> dict[str, object]:
    return yaml.safe_load((home.dagster / "dagster.yaml").read_text())


def test_one_person_gets_sqlite(home: Home) -> None:
    prepare_instance(home)
    written = _instance(home)
    assert "storage" not in written
    assert written["telemetry"] == {"enabled": False}
    assert written["freshness"] == {"enabled": True}


def test_a_team_gets_postgres_and_the_address_is_not_written(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_instance(home)
    monkeypatch.setenv("EQW_POSTGRES_URL", _URL)
    prepare_instance(home)
    assert _instance(home)["storage"] == {"postgres": {"postgres_url": {"env": "EQW_POSTGRES_URL"}}}
    assert "hunter" not in "".join(p.read_text() for p in home.root.rglob("*") if p.is_file())


def test_a_team_is_never_given_a_new_history_because_a_variable_is_missing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQW_POSTGRES_URL", _URL)
    prepare_instance(home)
    monkeypatch.delenv("EQW_POSTGRES_URL")
    with pytest.raises(InstanceError, match="EQW_POSTGRES_URL is not set"):
        prepare_instance(home)


def test_a_file_that_a_person_edited_stays(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_instance(home)
    target = home.dagster / "dagster.yaml"
    target.write_text(target.read_text().replace("purge_after_days: 90", "purge_after_days: 30"))
    edited = target.read_text()
    prepare_instance(home)
    assert target.read_text() == edited
    monkeypatch.setenv("EQW_POSTGRES_URL", _URL)
    with pytest.raises(InstanceError, match="keeps the history in SQLite"):
        prepare_instance(home)


def test_a_file_nobody_edited_follows_the_product(home: Home) -> None:
    prepare_instance(home)
    target = home.dagster / "dagster.yaml"
    wanted = target.read_text()
    older = "telemetry:\n  enabled: true\n"
    target.write_text(f"{instance._UNCHANGED}{instance._digest(older)}\n{older}")
    prepare_instance(home)
    assert target.read_text() == wanted


def test_the_file_of_a_home_from_before_follows_too(home: Home) -> None:
    # As eqw copied it before it sealed what it wrote.
    home.dagster.mkdir(parents=True)
    (home.dagster / "dagster.yaml").write_text(_FIRST)
    prepare_instance(home)
    assert _instance(home)["freshness"] == {"enabled": True}


def test_a_secret_may_stand_in_a_file_of_its_owner(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.root.mkdir()
    file = home.root / "url"
    file.write_text(f"{_URL}\n")
    monkeypatch.setenv("EQW_POSTGRES_URL_FILE", str(file))
    file.chmod(0o640)
    with pytest.raises(SecretError, match="chmod 0600") as told:
        read_secret("EQW_POSTGRES_URL")
    assert "hunter" not in str(told.value)
    file.chmod(0o600)
    assert read_secret("EQW_POSTGRES_URL") == _URL
    monkeypatch.setenv("EQW_POSTGRES_URL", _URL)
    with pytest.raises(SecretError, match="both set"):
        read_secret("EQW_POSTGRES_URL")


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_secret_file_without_a_secret_is_an_error(
    home: Home, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    home.root.mkdir()
    file = home.root / "url"
    if content is not None:
        file.write_text(content)
        file.chmod(0o600)
    monkeypatch.setenv("EQW_POSTGRES_URL_FILE", str(file))
    with pytest.raises(SecretError, match=str(file)):
        read_secret("EQW_POSTGRES_URL")


def test_old_runs_go_but_for_those_that_made_what_is_there(tmp_path: Path) -> None:
    @dg.asset
    def rare() -> None: ...

    @dg.asset
    def often() -> None: ...

    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        runs = [dg.materialize([a], instance=instance).run_id for a in (rare, often, often)]
        assert prune_runs(instance, dt.datetime.now(dt.UTC) - dt.timedelta(days=7)) == []
        assert prune_runs(instance, dt.datetime.now(dt.UTC)) == [runs[1]]
        assert {run.run_id for run in instance.get_runs()} == {runs[0], runs[2]}
        assert instance.get_latest_materialization_event(rare.key) is not None
        assert instance.all_logs(runs[1]) == []
