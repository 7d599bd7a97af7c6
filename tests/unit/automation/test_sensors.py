"""The sensors ask for the right job, once for the same files."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.sensors import freed_rows, new_files
from orchestration.lib.home import Home
from tests.unit.quarantine.line import Line
from tests.unit.quarantine.test_quarantine_empties_itself import rows_of


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("EQW_HOME", str(tmp_path))
    return Line(Home.at(tmp_path))


def tick(sensor: dg.SensorDefinition, cursor: str | None = None) -> tuple[list[dg.RunRequest], str | None]:
    told = sensor(dg.build_sensor_context(cursor=cursor))
    assert isinstance(told, dg.SensorResult)
    requests = [request for request in told.run_requests or [] if isinstance(request, dg.RunRequest)]
    assert bool(requests) != bool(told.skip_reason)
    return requests, told.cursor


def asked(cursor: str | None, times: int) -> tuple[list[dg.RunRequest], str | None]:
    requests = []
    for _ in range(times):
        more, cursor = tick(new_files, cursor)
        requests += more
    return requests, cursor


def test_concerns_alone_start_the_short_run(line: Line) -> None:
    line.drop("concerns", "new.csv", "concern_id")
    line.drop("concern_events", "new.csv", "event_id")
    (request,), _ = asked(None, 4)
    assert request.job_name == "concerns_refresh"
    assert request.tags["eqw/new_files"] == "concern_events/new.csv, concerns/new.csv"


def test_anything_else_starts_a_whole_run(line: Line) -> None:
    line.drop("concerns", "new.csv", "concern_id")
    line.drop("psa", "psa.csv", "cycle")
    (request,), _ = asked(None, 4)
    assert request.job_name == "landing_to_candidate"


def test_a_lost_cursor_asks_under_the_same_key(line: Line) -> None:
    """Dagster starts one run for a key, so what is asked twice runs once."""
    line.drop("psa", "psa.csv", "cycle")
    (first,), _ = asked(None, 2)
    (again,), cursor = asked(None, 2)
    assert first.run_key == again.run_key
    line.drop("psa", "psa.csv", "cycle,corrected")
    (other,), _ = asked(cursor, 2)
    assert other.run_key not in (None, first.run_key)


def test_freed_rows_start_a_whole_run_under_a_key_of_their_own(line: Line) -> None:
    line.register("ods_etr_2023.csv", "ZA1")
    line.drop("psa", "some.csv", rows_of("psa", "ZA1", "ZB1"))
    line.run()
    assert tick(freed_rows)[0] == []
    line.register("ods_etr_2024.csv", "ZB1")
    line.run("providers")
    (request,), (again,) = tick(freed_rows)[0], tick(freed_rows)[0]
    assert request.run_key == again.run_key is not None
    assert request.tags["eqw/freed_rows"] == "psa/some.csv: 1 rows"


@pytest.mark.parametrize(
    ("name", "jobs"),
    [("new_files", {"concerns_refresh", "landing_to_candidate"}), ("freed_rows", {"landing_to_candidate"})],
)
def test_a_sensor_starts_nothing_that_releases(name: str, jobs: set[str]) -> None:
    sensor = {"new_files": new_files, "freed_rows": freed_rows}[name]
    assert {target.job_name for target in sensor.targets} == jobs
