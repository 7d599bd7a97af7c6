"""Dagster's sensors raise the same alerts as `eqw run`, and fail visibly while one cannot be delivered."""

import datetime as dt
import json
import time
from collections.abc import Iterator

import dagster as dg
import pytest
from dagster._core.definitions.freshness import FreshnessState, FreshnessStateChange

from orchestration.defs.alerts import (
    AlertsNotDelivered,
    alert_after_run,
    alert_on_failed_run,
    alerts_watch,
)
from orchestration.lib.gates.receipts import GateRefused
from orchestration.lib.home import Home
from tests.unit.alerts.conftest import MailServer


@dg.op
def breaks() -> None:
    raise ValueError("respondent ZQX-PERSON-77 said something")


@dg.op
def refuses() -> None:
    raise GateRefused("no")


@dg.job
def broken() -> None:
    breaks()


@dg.job
def refused() -> None:
    refuses()


@dg.asset(freshness_policy=dg.FreshnessPolicy.time_window(fail_window=dt.timedelta(days=1)))
def watched() -> None: ...


@dg.asset
def unwatched() -> None: ...


@pytest.fixture
def instance(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setenv("EQW_HOME", str(home.root))
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def _raised(home: Home) -> list[dict[str, str]]:
    path = home.alerts / "alerts.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _failed(job: dg.JobDefinition, instance: dg.DagsterInstance) -> dg.RunFailureSensorContext:
    result = job.execute_in_process(instance=instance, raise_on_error=False)
    event = dg.DagsterEvent("PIPELINE_FAILURE", job.name)
    return dg.build_run_status_sensor_context(
        "alert_on_failed_run", event, instance, result.dagster_run
    ).for_run_failure()


def test_a_failed_run_is_told_without_its_message(home: Home, instance: dg.DagsterInstance) -> None:
    alert_on_failed_run(_failed(broken, instance))
    (told,) = _raised(home)
    assert told["kind"] == "run_failed"
    assert "breaks (ValueError)" in told["what"]
    assert "ZQX" not in json.dumps(told)


def test_a_refusal_is_no_fault(home: Home, instance: dg.DagsterInstance) -> None:
    alert_on_failed_run(_failed(refused, instance))
    assert _raised(home) == []


def test_a_run_whose_process_died_is_told(home: Home, instance: dg.DagsterInstance) -> None:
    run = instance.create_run_for_job(broken, status=dg.DagsterRunStatus.STARTED)
    instance.report_run_failed(run, "died")
    event = dg.DagsterEvent("PIPELINE_FAILURE", "broken")
    context = dg.build_run_status_sensor_context("alert_on_failed_run", event, instance, run)
    alert_on_failed_run(context.for_run_failure())
    (told,) = _raised(home)
    assert "its process died" in told["what"]


def _watch(instance: dg.DagsterInstance) -> dg.SensorEvaluationContext:
    definitions = dg.Definitions(assets=[watched, unwatched])
    return dg.build_sensor_context(
        instance=instance, repository_def=definitions.get_repository_def(), sensor_name="alerts_watch"
    )


@pytest.mark.parametrize(("state", "alerts"), [("PASS", 0), ("WARN", 0), ("FAIL", 1)])
def test_an_overdue_feed_is_told(home: Home, instance: dg.DagsterInstance, state: str, alerts: int) -> None:
    dg.materialize([watched], instance=instance)
    # What the daemon writes when it finds that a state has changed.
    changed = FreshnessStateChange(
        key=watched.key,
        previous_state=FreshnessState.UNKNOWN,
        new_state=FreshnessState(state),
        state_change_timestamp=time.time(),
    )
    instance.report_runless_asset_event(changed)
    for _ in range(2):
        alerts_watch(_watch(instance))
    told = _raised(home)
    assert len(told) == alerts
    assert all(one["kind"] == "feed_overdue" and "watched is overdue" in one["what"] for one in told)


def test_what_cannot_be_delivered_fails_the_watch_until_it_can(
    home: Home, instance: dg.DagsterInstance, mail: MailServer
) -> None:
    settings = (
        "alerts: {{email: {{host: localhost, port: {}, security: none, sender: a@b, recipients: [c@d]}}}}"
    )
    home.settings.write_text(settings.format(1))
    assert "NOT DELIVERED" in str(alert_on_failed_run(_failed(broken, instance)).skip_message)
    with pytest.raises(AlertsNotDelivered, match="ConnectionRefusedError"):
        alerts_watch(_watch(instance))
    home.settings.write_text(settings.format(mail.port))
    alerts_watch(_watch(instance))
    assert [message["Subject"] for message in mail.messages] == [
        "[EQW] A run failed: breaks (ValueError). The current release stays."
    ]


def test_the_sensors_run_by_themselves() -> None:
    for sensor in (alert_on_failed_run, alert_after_run, alerts_watch):
        assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
