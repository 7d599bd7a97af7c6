"""Two runs of one home: the second is told to wait, by whatever route either came, and nothing is damaged."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import dagster as dg
import pytest

from orchestration.cli.instance import prepare_instance
from orchestration.cli.ui import close_what_died
from orchestration.defs.executor import HoldsTheHome, close_dead_runs
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_asides, sightings
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock
from orchestration.lib.warehouse.build_record import begin_build
from tests.crash.harness import ROOT, end, start

# A process that holds a home until it is told to stop.
_HOLDER = """
import sys, time
from orchestration.lib.home import Home
from orchestration.lib.run_lock import run_lock
with run_lock(Home.at(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""

# A process that works on a warehouse, as dbt does.
_WRITER = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A living process that holds the home below `tmp_path`."""
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, home], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_run_and_a_set_aside_are_told_who_is_there(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    home = tmp_path / "home"
    before = sorted(home.rglob("*"))
    for arguments in (["run"], ["set-aside", "psa_2024.csv", "--reason", "wrong year"]):
        ended = end(start(home, *arguments))
        assert ended.code == 3, ended.told
        assert f"Another run (process {holder.pid}) is using {home}" in ended.told
        assert "Remedy: wait for it" in ended.told
        assert "Traceback" not in ended.told
    assert sorted(home.rglob("*")) == before
    assert set_asides(Home(home)) == []


def test_a_file_can_be_landed_during_a_run_but_none_replaced(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    home, file = tmp_path / "home", tmp_path / "education_providers.csv"
    file.write_text("ukprn,name\n10000001,University of Northwold\n")
    assert end(start(home, "land", file)).code == 0
    file.write_text("ukprn,name\n10000001,University of Easting\n")
    ended = end(start(home, "land", file))
    assert ended.code == 3
    assert f"Another run (process {holder.pid}) is using {home}" in ended.told
    assert "Northwold" in (home / "landing/education_providers/education_providers.csv").read_text()
    assert sightings(Home(home)) == []


def test_a_run_from_the_dagster_ui_takes_the_same_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    home = tmp_path / "home"
    told, _ = _dagster(home).communicate(timeout=1800)
    assert f"AnotherRunIsGoing: Another run (process {holder.pid}) is using {home}" in told
    assert not (home / "ledger").exists()


def test_a_run_from_the_dagster_ui_holds_the_home_while_it_works(tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = home / "landing/psa/psa_2024.csv"
    file.parent.mkdir(parents=True)
    file.write_text("cycle")
    # Landing looks twice, a second apart, at a file that was written this moment or later.
    os.utime(file, (time.time() + 600,) * 2)
    process = _dagster(home)
    lock = home / ".run.lock"
    try:
        _until(lambda: lock.is_file() and lock.read_text() == str(process.pid))
        with pytest.raises(AnotherRunIsGoing, match=str(process.pid)), run_lock(Home.at(home)):
            pass
        told, _ = process.communicate(timeout=1800)
    finally:
        process.kill()
        process.wait()
    assert "RUN_SUCCESS" in told
    assert [seen.file_name for seen in sightings(Home(home))] == ["psa_2024.csv"]


def test_runs_that_died_are_closed_by_the_next_one(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        dead = instance.create_run_for_job(_nothing, status=dg.DagsterRunStatus.STARTED)
        asking = instance.create_run_for_job(_nothing, status=dg.DagsterRunStatus.STARTED)
        ended = instance.create_run_for_job(_nothing, status=dg.DagsterRunStatus.SUCCESS)
        close_dead_runs(instance, but=asking.run_id)
        status = {run.run_id: run.status.value for run in instance.get_runs()}
    assert status == {dead.run_id: "FAILURE", asking.run_id: "STARTED", ended.run_id: "SUCCESS"}


def test_the_ui_starts_with_dead_runs_closed_unless_a_run_is_going(
    tmp_path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home.at(tmp_path / "home")
    monkeypatch.setenv("DAGSTER_HOME", str(home.dagster))
    prepare_instance(home)
    with dg.DagsterInstance.get() as instance:
        run = instance.create_run_for_job(_nothing, status=dg.DagsterRunStatus.STARTED)
        close_what_died(home)
        assert instance.get_runs()[0].status.value == "STARTED"
        holder.kill()
        holder.wait()
        close_what_died(home)
        assert [(one.run_id, one.status.value) for one in instance.get_runs()] == [(run.run_id, "FAILURE")]


def test_the_lock_of_a_dead_process_does_not_block(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with run_lock(Home.at(tmp_path / "home")):
        assert (tmp_path / "home/.run.lock").read_text() == str(os.getpid())


def test_who_waits_takes_the_home_as_soon_as_it_is_free(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    home = Home.at(tmp_path / "home")
    with pytest.raises(AnotherRunIsGoing), run_lock(home, patience=1):
        pass
    with ThreadPoolExecutor(1) as other:
        other.submit(lambda: (time.sleep(1), holder.kill()))
        began = time.monotonic()
        with run_lock(home, patience=100):
            assert time.monotonic() - began < 50


@pytest.mark.parametrize(
    ("tags", "waits"),
    [({"dagster/schedule_name": "concerns_daily"}, True), ({"dagster/agent": "person"}, False)],
)
def test_a_run_that_nobody_watches_waits_and_a_person_is_told(
    tmp_path: Path,
    holder: subprocess.Popen[str],
    monkeypatch: pytest.MonkeyPatch,
    tags: dict[str, str],
    waits: bool,
) -> None:
    monkeypatch.setenv("EQW_HOME", str(tmp_path / "home"))
    inner = Mock(execute=Mock(return_value=iter(["ran"])))
    with dg.DagsterInstance.ephemeral() as instance, ThreadPoolExecutor(1) as other:
        context = Mock(instance=instance, run_id="this", dagster_run=Mock(tags=tags))
        if waits:
            other.submit(lambda: (time.sleep(1), holder.kill()))
            assert list(HoldsTheHome(inner).execute(context, None)) == ["ran"]
        else:
            with pytest.raises(AnotherRunIsGoing):
                list(HoldsTheHome(inner).execute(context, None))


def test_to_hold_a_home_twice_is_to_hold_it_once(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    with run_lock(home):
        with run_lock(home):
            pass
        with ThreadPoolExecutor(1) as other, pytest.raises(AnotherRunIsGoing):
            other.submit(_take_and_give_back, home).result()
    _take_and_give_back(home)


def test_a_build_waits_for_the_dbt_of_a_run_that_was_killed(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.warehouse.parent.mkdir()
    dbt = subprocess.Popen([sys.executable, "-c", _WRITER, home.warehouse], stdout=subprocess.PIPE, text=True)
    try:
        assert dbt.stdout is not None
        assert dbt.stdout.readline() == "open\n"
        with pytest.raises(AnotherRunIsGoing, match="the dbt of a run that was killed"):
            begin_build(home)
    finally:
        dbt.kill()
        dbt.wait()
    begin_build(home)


@dg.job
def _nothing() -> None:
    pass


def _take_and_give_back(home: Home) -> None:
    with run_lock(home):
        pass


def _dagster(home: Path) -> subprocess.Popen[str]:
    """Start one asset as the Dagster UI does: through the job's own executor, without `eqw`."""
    instance = home / "dagster"
    instance.mkdir(parents=True)
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "--select", "landing/sightings"]
    return subprocess.Popen(
        [*command, "-m", "orchestration.definitions"],
        cwd=ROOT,
        env={
            **os.environ,
            "EQW_HOME": str(home),
            "DAGSTER_HOME": str(instance),
            "DAGSTER_DISABLE_TELEMETRY": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 200
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
