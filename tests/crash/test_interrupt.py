"""Ctrl-C, and a polite stop by the system, in the middle of dbt: one line, and no dbt is left behind."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.harness import (
    Crash,
    assert_as_uninterrupted,
    assert_no_torn_release,
    end,
    processes_of,
    run,
    start,
    without,
)
from tests.crash.sweep import AFTER_DBT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_no_dbt_behind(first: Story, copy_of: Copy, how: signal.Signals) -> None:
    home = copy_of(first.after)
    _forget_what_is_built(home)
    process = start(home)
    _until_dbt_builds(home)
    # Only to eqw itself, as `kill` and a service manager do; a terminal would tell dbt, too.
    os.kill(process.pid, how)
    told, _ = process.communicate(timeout=1800)
    assert process.returncode == 3, told
    assert "Stopped. Nothing half-done is visible; run again to go on." in told
    assert "Traceback" not in told, told
    assert not [line for line in processes_of(process.pid) if "/dbt" in line]
    assert_no_torn_release(home, first.after)
    without(home)


def test_dbt_alone_killed_is_a_fault_with_a_remedy(first: Story, copy_of: Copy) -> None:
    home = copy_of(first.after)
    _forget_what_is_built(home)
    ended = end(start(home, crash=Crash("dbt", 200, how="self")))
    assert ended.code == 3, ended.told
    assert "FAULT in warehouse_models: dbt was killed from outside by signal 9 (Killed)" in ended.told
    assert f"What it said last is in {home}/dagster/latest_run.log" in ended.told
    assert "Remedy: run again: eqw run" in ended.told
    assert "exit code" not in ended.told, ended.told
    # What dbt left is half of a warehouse: nobody can release it by starting only what comes after.
    only_release = end(start(home, *AFTER_DBT))
    assert only_release.code == 1, only_release.told
    assert "The warehouse is not whole" in only_release.told
    assert "Traceback" not in ended.told, ended.told
    assert_no_torn_release(home, first.after)
    run(home)
    assert_as_uninterrupted(home, first.after)
    without(home)


@pytest.mark.full
def test_eqw_alone_killed_leaves_a_dbt_that_does_no_harm(second: Story, copy_of: Copy) -> None:
    home = copy_of(second.before)
    process = start(home, crash=Crash("dbt", 200, how="parent"))
    process.wait(timeout=1800)
    assert process.returncode == -signal.SIGKILL
    at_once = start(home)
    told, _ = at_once.communicate(timeout=1800)
    assert at_once.returncode == 0 or "the dbt of a run that was killed" in told, told
    end(process)
    run(home)
    assert_as_uninterrupted(home, second.after)
    without(home)


def _forget_what_is_built(home: Path) -> None:
    """Let dbt build everything again: of what did not change it would build nothing."""
    (home / "warehouse/built_from.json").unlink()


def _until_dbt_builds(home: Path) -> None:
    models = home / "dbt/run/education_quality/models"
    before = {path: path.stat().st_mtime for path in models.rglob("*.sql")}
    deadline = time.monotonic() + 300
    while not any(path.stat().st_mtime > before.get(path, 0) for path in models.rglob("*.sql")):
        assert time.monotonic() < deadline, "dbt never began"
        time.sleep(0.1)
