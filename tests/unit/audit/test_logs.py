"""With EQW_LOG=json every line of the log is a JSON document that names run and load."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.progress import StepLines
from orchestration.lib.audit.actor import acting
from orchestration.lib.audit.record import record_act
from orchestration.lib.home import Home
from orchestration.lib.logs import log_in_json


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    logger = logging.getLogger("orchestration")
    before = (logger.handlers, logger.propagate, logger.level)
    monkeypatch.setenv("EQW_LOG", "json")
    log_in_json()
    written = io.StringIO()
    (handler,) = logger.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    logger.handlers, logger.propagate = before[0], before[1]
    logger.setLevel(before[2])


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_act_is_logged_with_run_and_load(stream: io.StringIO, tmp_path: Path) -> None:
    with acting("schedule:nightly", "run-7"):
        record_act(Home.at(tmp_path), "promoted", "psa/abc", "added", load_id="abc")
    (line,) = _lines(stream)
    assert (line["run_id"], line["load_id"], line["action"]) == ("run-7", "abc", "promoted")
    assert (line["level"], line["route"]) == ("INFO", "schedule:nightly")
    assert line["message"] == "promoted psa/abc: added"


def test_a_line_break_or_an_error_stays_in_one_line(stream: io.StringIO) -> None:
    try:
        raise ValueError("what a person said")
    except ValueError:
        logging.getLogger("orchestration.x").exception("first\nsecond")
    (line,) = _lines(stream)
    assert line["message"] == "first\nsecond"
    assert line["error"] == "ValueError"
    assert "what a person said" not in stream.getvalue()


def test_each_step_of_a_run_is_a_line(stream: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    @dg.logger
    def lines(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("steps")
        logger.addHandler(StepLines())
        return logger

    @dg.op
    def works() -> None: ...

    @dg.job(logger_defs={"lines": lines})
    def job() -> None:
        works()

    job.execute_in_process(run_config={"loggers": {"lines": {}}})
    (line,) = [one for one in _lines(stream) if one.get("step")]
    assert (line["step"], line["message"]) == ("works", "step works done")
    assert float(str(line["seconds"])) >= 0
    assert "works" not in capsys.readouterr().err
