"""While a gate refuses, a running webserver and daemon do not lead past it either: launch, backfill, sensor."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import EQW, Eqw
from tests.e2e.test_no_way_round import REFUSED, state

pytestmark = pytest.mark.full

_LAUNCH = """
mutation($params: ExecutionParams!) { launchRun(executionParams: $params) {
  __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
_BACKFILL = """
mutation($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) {
  __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
_REPORT = """
mutation($params: ReportRunlessAssetEventsParams!) { reportRunlessAssetEvents(eventParams: $params) {
  __typename ... on PythonError { message } } }"""
_RUNS = "{ runsOrError { ... on Runs { results { runId jobName status tags { key value } } } } }"
_WHERE = {
    "repositoryName": "__repository__",
    "repositoryLocationName": "education_quality_warehouse",
}


class Ui:
    """A webserver with its daemon, spoken to as the browser does."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/graphql"

    def ask(self, query: str, params: Any = None) -> Any:
        body = json.dumps({"query": query, "variables": {"params": params} if params else {}}).encode()
        request = urllib.request.Request(self._url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            told = json.load(answer)
        assert "errors" not in told, told
        return told["data"]

    def runs(self) -> dict[str, dict[str, Any]]:
        return {run["runId"]: run for run in self.ask(_RUNS)["runsOrError"]["results"]}

    def ended(self, run_id: str) -> str:
        return until(lambda: status if (status := self.runs()[run_id]["status"]) in _ENDED else None)


_ENDED = {"SUCCESS", "FAILURE", "CANCELED"}


def until(found: Callable[[], Any], seconds: float = 600) -> Any:
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline
        time.sleep(1)
    return value


@pytest.fixture(scope="module")
def home(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("ui") / "home"
    shutil.copytree(released, home, symlinks=True)
    (home / "landing/psa" / REFUSED).write_text("zzxqy\n1\n")
    Eqw(home)("run", expect=1)
    return home


@pytest.fixture(scope="module")
def ui(home: Path) -> Iterator[Ui]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "EQW_ENVIRONMENT": "test"}
    with (home.parent / "ui.log").open("w") as log:
        process = subprocess.Popen(
            [EQW, "--home", home, "ui", "--port", str(port)],
            env=places, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            found = Ui(port)
            until(lambda: answers(found))
            yield found
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def answers(ui: Ui) -> bool:
    try:
        return bool(ui.ask("{ repositoriesOrError { ... on RepositoryConnection { nodes { name } } } }"))
    except OSError:
        return False


def launch(ui: Ui, job: str, *keys: str) -> str:
    selector = {**_WHERE, "jobName": job}
    if keys:
        selector["assetSelection"] = [{"path": key.split("/")} for key in keys]  # type: ignore[assignment]
    told = ui.ask(_LAUNCH, {"selector": selector, "runConfigData": "{}"})["launchRun"]
    assert told["__typename"] == "LaunchRunSuccess", told
    return str(told["run"]["runId"])


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
    assert ui.ended(launch(ui, job, *keys)) == "FAILURE"
    assert state(home) == before


def test_what_somebody_reports_by_hand_publishes_nothing(ui: Ui, home: Path) -> None:
    before = state(home)
    for key in ("accepted/psa", "release/candidate"):
        report = {"eventType": "ASSET_MATERIALIZATION", "assetKey": {"path": key.split("/")}}
        told = ui.ask(_REPORT, report)["reportRunlessAssetEvents"]
        assert told["__typename"] == "ReportRunlessAssetEventsSuccess", told
    assert ui.ended(launch(ui, "__ASSET_JOB", "release/current")) == "FAILURE"
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
    assert ui.ended(launch(ui, "release")) == "FAILURE"
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
