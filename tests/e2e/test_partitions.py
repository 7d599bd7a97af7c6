"""Waves, cycles, months: what a corrected wave and a late file are recorded as, and a backfill in one run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from tests.e2e.conftest import ROOT, Eqw

pytestmark = pytest.mark.slow

Records = dict[str, set[str]]


@pytest.fixture(scope="module")
def home(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Eqw:
    return Eqw(shutil.copytree(released, tmp_path_factory.mktemp("partitions") / "home", symlinks=True))


def events(home: Path, run_id: str | None = None) -> list[Any]:
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        run = run_id or instance.get_runs(limit=1)[0].run_id
        logs = instance.all_logs(run, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    return [entry.get_dagster_event() for entry in logs]


def by_partition(found: list[Any]) -> Records:
    records: Records = {}
    for event in found:
        if event.partition:
            records.setdefault(event.asset_key.path[-1], set()).add(event.partition)
    return records


def materialise(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "dagster",
        "asset",
        "materialize",
        "-m",
        "orchestration.definitions",
        *arguments,
    ]
    places = {"EQW_HOME": str(home), "DAGSTER_HOME": str(home / "dagster"), "DAGSTER_DISABLE_TELEMETRY": "1"}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def test_the_first_run_tells_all_that_came(released: Path) -> None:
    told = by_partition(events(released))
    assert told["nets_responses"] == {"2023", "2024"}
    assert told["psa"] == {"2022", "2023", "2024"}
    assert "2018-04-01" in told["providers"]
    assert {"2020-01", "2020-02"} <= told["concerns"]


def test_a_corrected_wave_is_made_anew_and_what_follows_from_it_and_nothing_else(home: Eqw) -> None:
    landed = home.home / "landing/nets_responses/nets_responses_2024.csv"
    text = landed.read_text(encoding="utf-8")
    heading, _, *rest = text.splitlines()
    landed.write_text("\n".join([heading, *rest]) + "\n", encoding="utf-8")
    kept = {p.name: p.stat().st_mtime_ns for p in (home.home / "loads/nets_responses").iterdir()}
    found = events(home.home, home.json("run")["run_id"])
    assert by_partition(found) == {"nets_responses": {"2024"}}
    loads = {p.name: p.stat().st_mtime_ns for p in (home.home / "loads/nets_responses").iterdir()}
    assert len(loads) == len(kept) + 1
    assert kept.items() <= loads.items(), "no other load was made again"
    keys = {event.asset_key.to_user_string() for event in found}
    assert {"staging/stg_nets__response", "disclosure/dsc_survey_cell"} < keys
    assert not keys & {
        "staging/stg_psa__answer",
        "staging/stg_concerns__concern",
        "marts/fct_self_assessment",
    }


def test_a_late_file_for_an_old_cycle_is_told_as_that_cycle(home: Eqw) -> None:
    landing = home.home / "landing/psa"
    heading, *rows = (landing / "psa_2022.csv").read_text(encoding="utf-8").splitlines()
    (landing / "late.csv").write_text("\n".join([heading, *rows[:40]]) + "\n", encoding="utf-8")
    home("run", "--select", "landing/sightings", "--select", "landing/psa", "--select", "accepted/psa")
    assert by_partition(events(home.home)) == {"psa": {"2022"}}


def test_a_backfill_of_all_cycles_is_one_run_that_makes_their_loads_anew(home: Eqw) -> None:
    folder = home.home / "loads/psa"
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*/accepted.parquet")}
    content = {path: path.read_bytes() for path in before}
    with dg.DagsterInstance.from_config(str(home.home / "dagster")) as instance:
        runs = instance.get_runs_count()
    done = materialise(home.home, "--select", "partitions/psa", "--partition-range", "2022...2024")
    assert done.returncode == 0, done.stderr
    with dg.DagsterInstance.from_config(str(home.home / "dagster")) as instance:
        assert instance.get_runs_count() == runs + 1
    assert by_partition(events(home.home)) == {"psa": {"2022", "2023", "2024"}}
    assert all(path.stat().st_mtime_ns > before[path] for path in before), "every load was made"
    assert {path: path.read_bytes() for path in before} == content, "the same bytes make the same load"


def test_one_wave_can_be_made_anew_alone(home: Eqw) -> None:
    before = {
        p: p.stat().st_mtime_ns for p in (home.home / "loads/nets_responses").glob("*/accepted.parquet")
    }
    done = materialise(home.home, "--select", "partitions/nets_responses", "--partition", "2023")
    assert done.returncode == 0, done.stderr
    assert by_partition(events(home.home)) == {"nets_responses": {"2023"}}
    assert sum(path.stat().st_mtime_ns > before[path] for path in before) == 1
