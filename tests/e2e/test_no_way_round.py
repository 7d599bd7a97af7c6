"""While a gate refuses, no route to a release leads past it: each is tried on a home with a whole candidate.

The routes through a running webserver and daemon are `test_no_way_round_the_ui.py`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Eqw

pytestmark = pytest.mark.slow

REFUSED = "bad.csv"


@pytest.fixture(scope="module")
def refusing(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Eqw:
    """A home with a release, a candidate of the warehouse as it stands, and a file that its gate refused."""
    eqw = Eqw(shutil.copytree(released, tmp_path_factory.mktemp("refusing") / "home", symlinks=True))
    (eqw.home / "landing/psa" / REFUSED).write_text("zzxqy\n1\n")
    eqw("run", expect=1)
    return eqw


def state(home: Path) -> dict[str, str]:
    """What readers of releases see: versions, and where `current` points."""
    releases = home / "releases"
    return {path.name: str(path.readlink()) if path.is_symlink() else "" for path in releases.iterdir()}


def dagster(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = {"EQW_HOME": str(home), "DAGSTER_HOME": str(home / "dagster"), "DAGSTER_DISABLE_TELEMETRY": "1"}
    command = [sys.executable, "-m", "dagster", *arguments, "-m", "orchestration.definitions"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "--only", "release"],
        ["run", "--only", "concerns"],
        ["run", "--select", "release/current"],
        ["run", "--select", "release/candidate", "--select", "release/current"],
    ],
    ids=" ".join,
)
def test_our_own_command(refusing: Eqw, arguments: list[str]) -> None:
    before = state(refusing.home)
    told = refusing(*arguments, expect=1).stdout
    assert REFUSED in told
    assert state(refusing.home) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["asset", "materialize", "--select", "key:release/current"],
        ["asset", "materialize", "--select", "key:release/candidate or key:release/current"],
        ["asset", "materialize", "--select", "group:published or group:release"],
        ["job", "execute", "-j", "release"],
        ["job", "execute", "-j", "concerns_refresh"],
    ],
    ids=" ".join,
)
def test_the_command_line_of_dagster(refusing: Eqw, arguments: list[str]) -> None:
    before = state(refusing.home)
    done = dagster(refusing.home, *arguments)
    assert done.returncode != 0
    assert "GateRefused" in done.stdout + done.stderr
    assert state(refusing.home) == before


def test_a_backfill_makes_loads_anew_and_publishes_nothing(refusing: Eqw) -> None:
    before = state(refusing.home)
    materialise = [
        "asset",
        "materialize",
        "--select",
        "key:partitions/psa",
        "--partition-range",
        "2022...2024",
    ]
    assert dagster(refusing.home, *materialise).returncode == 0
    done = dagster(refusing.home, "job", "execute", "-j", "release")
    assert done.returncode != 0
    assert state(refusing.home) == before


def test_setting_the_file_aside_opens_the_way_again(refusing: Eqw) -> None:
    refusing("set-aside", f"psa/{REFUSED}", "--reason", "no self-assessment")
    assert refusing.json("run")["is_fresh"]
