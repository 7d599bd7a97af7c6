"""Webserver, daemon, code server and a run are killed at once: the next start finds a clear state."""

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from orchestration.lib.home import Home
from orchestration.lib.run_lock import AnotherRunIsGoing, run_lock
from tests.e2e.conftest import Eqw
from tests.e2e.test_no_way_round import state
from tests.e2e.webserver import running, until

pytestmark = pytest.mark.full


def is_free(home: Path) -> bool:
    try:
        with run_lock(Home.at(home)):
            return True
    except AnotherRunIsGoing:
        return False


def test_a_run_that_was_killed_is_closed_and_nothing_it_left_is_released(
    released: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(released, tmp_path / "home", symlinks=True)
    before = state(home)
    # Without its record the warehouse is built whole, which takes long enough to be killed in the middle.
    record = home / "warehouse/built_from.json"
    record.write_text("{}")
    with running(home, "local") as ui:
        run = ui.launch("landing_to_release")
        until(lambda: not record.exists())
        assert ui.status(run) == "STARTED"
        ui.kill()
    # The run is a process group of its own; so is its dbt, which ends when nobody reads what it says.
    with suppress(ProcessLookupError):
        os.kill(int((home / ".run.lock").read_text()), signal.SIGKILL)
    until(lambda: is_free(home))
    assert state(home) == before
    with running(home, "local") as ui:
        assert ui.status(run) == "FAILURE"
        # What it had begun is not taken for a warehouse.
        assert ui.ended(ui.launch("release")) == "FAILURE"
        assert state(home) == before
    Eqw(home)("release", "verify")
