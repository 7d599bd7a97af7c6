"""A running webserver and daemon of one home, spoken to as the browser does."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.conftest import EQW

_LAUNCH = """
mutation($params: ExecutionParams!) { launchRun(executionParams: $params) {
  __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
_RUNS = "{ runsOrError { ... on Runs { results { runId jobName status tags { key value } } } } }"
_LOCATION = "{ repositoriesOrError { ... on RepositoryConnection { nodes { name } } } }"
_ENDED = {"SUCCESS", "FAILURE", "CANCELED"}


class Ui:
    """What a person does in the browser, by GraphQL."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self._url = f"http://127.0.0.1:{port}/graphql"

    def ask(self, query: str, params: Any = None) -> Any:
        """Return the answer to a query, or to a mutation with its parameters."""
        body = json.dumps({"query": query, "variables": {"params": params} if params else {}}).encode()
        request = urllib.request.Request(self._url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            told = json.load(answer)
        assert "errors" not in told, told
        return told["data"]

    def is_up(self) -> bool:
        try:
            return bool(self.ask(_LOCATION)["repositoriesOrError"].get("nodes"))
        except OSError:
            return False

    def runs(self) -> dict[str, dict[str, Any]]:
        return {run["runId"]: run for run in self.ask(_RUNS)["runsOrError"]["results"]}

    def status(self, run_id: str) -> str:
        return str(self.runs()[run_id]["status"])

    def ended(self, run_id: str) -> str:
        return str(until(lambda: status if (status := self.status(run_id)) in _ENDED else None))

    def launch(self, job: str, *keys: str) -> str:
        """Start a job, or some assets of it, and return the id of the run."""
        selector: dict[str, Any] = {
            "repositoryName": "__repository__",
            "repositoryLocationName": "education_quality_warehouse",
            "jobName": job,
        }
        if keys:
            selector["assetSelection"] = [{"path": key.split("/")} for key in keys]
        told = self.ask(_LAUNCH, {"selector": selector, "runConfigData": "{}"})["launchRun"]
        assert told["__typename"] == "LaunchRunSuccess", told
        return str(told["run"]["runId"])

    def kill(self) -> None:
        """End webserver, daemon, code server and every run at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(home: Path, environment: str) -> Iterator[Ui]:
    """Run `eqw ui` on a home until the test is through."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "EQW_ENVIRONMENT": environment}
    with (home.parent / "ui.log").open("a") as log:
        process = subprocess.Popen(
            [EQW, "--home", home, "ui", "--port", str(port)],
            env=places, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            ui = Ui(process, port)
            until(ui.is_up)
            yield ui
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                ui.kill()


def until(found: Callable[[], Any], seconds: float = 600) -> Any:
    """Return what is found, once it is."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline
        time.sleep(1)
    return value
