"""While a gate refuses, a running webserver and daemon lead past it no more: launch, backfill, sensor."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Eqw
from tests.e2e.test_no_way_round import REFUSED, state
from tests.e2e.webserver import Ui, running, until

pytestmark = pytest.mark.full

_BACKFILL = """
mutation($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) {
  __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
_REPORT = """
mutation($params: ReportRunlessAssetEventsParams!) { reportRunlessAssetEvents(eventParams: $params) {
  __typename ... on PythonError { message } } }"""


@pytest.fixture(scope="module")
def home(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("ui") / "home"
    shutil.copytree(released, home, symlinks=True)
    (home / "landing/psa" / REFUSED).write_text("zzxqy\n1\n")
    Eqw(home)("run", expect=1)
    return home


@pytest.fixture(scope="module")
def ui(home: Path) -> Iterator[Ui]:
    with running(home, "test") as ui:
        yield ui


@pytest.mark.parametrize(
    ("job", "keys"),
    [
        ("release", ()),
        ("__ASSET_JOB", ("release/current",)),
        ("__ASSET_JOB", ("release/candidate", "release/current")),
    ],
    ids=["job", "one asset", "assets"],
)
def test_a_launch_from_the_ui_publishes_nothing(ui: Ui, home: Path, job: str, keys: tuple[str, ...]) -> None:
    before = state(home)
    assert ui.ended(ui.launch(job, *keys)) == "FAILURE"
    assert state(home) == before


def test_what_somebody_reports_by_hand_publishes_nothing(ui: Ui, home: Path) -> None:
    before = state(home)
    for key in ("accepted/psa", "release/candidate"):
        report = {"eventType": "ASSET_MATERIALIZATION", "assetKey": {"path": key.split("/")}}
        told = ui.ask(_REPORT, report)["reportRunlessAssetEvents"]
        assert told["__typename"] == "ReportRunlessAssetEventsSuccess", told
    assert ui.ended(ui.launch("__ASSET_JOB", "release/current")) == "FAILURE"
    assert state(home) == before


def test_a_backfill_of_all_cycles_is_one_run_and_publishes_nothing(ui: Ui, home: Path) -> None:
    before, runs = state(home), set(ui.runs())
    params = {"assetSelection": [{"path": ["partitions", "psa"]}], "partitionNames": ["2022", "2023", "2024"]}
    told = ui.ask(_BACKFILL, params)["launchPartitionBackfill"]
    assert told["__typename"] == "LaunchBackfillSuccess", told
    backfill = {"key": "dagster/backfill", "value": told["backfillId"]}

    def started() -> list[str]:
        return [run for run, found in ui.runs().items() if run not in runs and backfill in found["tags"]]

    until(started)
    assert [ui.ended(run) for run in started()] == ["SUCCESS"]
    assert len(started()) == 1
    assert ui.ended(ui.launch("release")) == "FAILURE"
    assert state(home) == before


def test_a_file_that_its_gate_refuses_starts_one_run_and_publishes_nothing(ui: Ui, home: Path) -> None:
    before = state(home)
    (home / "landing/psa/another.csv").write_text("zzxqy\n2\n")

    def started() -> list[str]:
        tag = {"key": "eqw/new_files", "value": "psa/another.csv"}
        return [run for run, found in ui.runs().items() if tag in found["tags"]]

    (run,) = until(started)
    assert ui.ended(run) == "FAILURE"
    # Three more looks at landing find nothing that was not told.
    time.sleep(100)
    assert started() == [run]
    assert state(home) == before
