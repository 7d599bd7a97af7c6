"""A release does not depend on order either: the real `eqw run` after every group of files, real gates."""

import os
import subprocess
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.home import Home
from tests.e2e.conftest import EQW
from tests.order.histories import History, late_references, reference_history, scattered
from tests.order.replay import put
from tests.order.world import World

pytestmark = pytest.mark.full


def released(root: Path, history: History) -> Path:
    """Run after every group of files, the last time without a refusal; return the tables of the release."""
    home = Home(root)
    for number, run in enumerate(history.runs, 1):
        put(home, run, number)
        done = subprocess.run(
            [EQW, "--home", root, "run"],
            env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        # A file whose providers have not arrived is refused; it stands in nobody's way once they have.
        assert done.returncode in ((0,) if number == len(history.runs) else (0, 1)), told
        assert "Traceback" not in told
    return home.releases / "current" / "parquet"


@pytest.fixture(scope="module")
def passing(world: World) -> World:
    return world.without_faults()


@pytest.fixture(scope="module")
def usual(passing: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("usual") / "home", reference_history(passing))


@pytest.mark.parametrize("history", [late_references, scattered])
def test_the_release_is_the_same(usual: Path, passing: World, tmp_path: Path, history: object) -> None:
    assert callable(history)
    tables = released(tmp_path / "home", history(passing))
    assert {file.name for file in tables.iterdir()} == {file.name for file in usual.iterdir()}
    for file in usual.iterdir():
        if file.name != "load_audit.parquet":
            here, there = f"'{tables / file.name}'", f"'{file}'"
            assert duckdb.sql(f"(from {here} except all from {there}) union all "
                              f"(from {there} except all from {here})").fetchall() == []  # fmt: skip
