"""Sensors that tell people: after every run, and every five minutes for feeds that are overdue.

Belongs here: when Dagster asks. What is alerted and how it gets out is `lib/alerts`. `eqw run` tells of
itself by the same functions; an incident that was told is not told again.
"""

import datetime as dt
from collections.abc import Sequence

import dagster as dg

from orchestration.defs.run_faults import faults_of
from orchestration.lib.alerts.alert import Alert
from orchestration.lib.alerts.conditions import (
    FailedStep,
    feed_overdue,
    overdue_requirements,
    refusals,
    run_failed,
)
from orchestration.lib.alerts.dispatch import raise_alerts
from orchestration.lib.home import Home
from orchestration.lib.settings import read_settings


class AlertsNotDelivered(Exception):
    """Alerts are waiting that no channel took."""


def alert_on_run(home: Home, run_id: str, failed: Sequence[FailedStep], is_fault: bool) -> tuple[str, ...]:
    """Raise what a finished run gives reason for, whoever started it.

    Args:
        home: The data home.
        run_id: The run.
        failed: Its steps that failed for another reason than a refusal.
        is_fault: Whether it failed for such a reason, known or not.

    Returns:
        One sentence per alert that could not be delivered.
    """
    found: list[Alert] = []
    if is_fault:
        found.append(run_failed(home, run_id, failed, read_settings(home).alerts.pages))
    found += [*refusals(home), *overdue_requirements(home)]
    return raise_alerts(home, found)


@dg.run_failure_sensor(
    name="alert_on_failed_run",
    monitor_all_code_locations=True,
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
    description="A run failed, or a gate refused: by e-mail, webhook and file.",
)
def alert_on_failed_run(context: dg.RunFailureSensorContext) -> dg.SkipReason:
    """Tell of a run that failed."""
    failed, refused = faults_of(context.get_step_failure_events())
    told = alert_on_run(
        Home.from_environment(), context.dagster_run.run_id, failed, bool(failed) or not refused
    )
    # Not an error of this tick, which would ask about the same run again: `alerts_watch` fails for it.
    return dg.SkipReason("; ".join(told) or "told")


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="alert_after_run",
    monitor_all_code_locations=True,
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
    description="After a run: overdue requirements in the release, and what still waits to be delivered.",
)
def alert_after_run(context: dg.RunStatusSensorContext) -> dg.SkipReason:
    """Tell what a run brought to light."""
    told = alert_on_run(Home.from_environment(), context.dagster_run.run_id, [], is_fault=False)
    return dg.SkipReason("; ".join(told) or "told")


@dg.sensor(
    name="alerts_watch",
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Feeds whose freshness policy fails; and a second chance for what was not delivered.",
)
def alerts_watch(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Tell of feeds that are overdue, and fail visibly while anything cannot be delivered."""
    home = Home.from_environment()
    overdue = overdue_feeds(home, context)
    if told := raise_alerts(home, overdue):
        raise AlertsNotDelivered("\n".join(told))
    return dg.SkipReason(f"{len(overdue)} feeds overdue")


def overdue_feeds(home: Home, context: dg.SensorEvaluationContext) -> list[Alert]:
    """Return an alert per asset whose freshness policy fails, as the daemon last evaluated it."""
    if context.repository_def is None:
        raise dg.DagsterInvariantViolationError("the sensor runs outside a code location")
    graph = context.repository_def.asset_graph
    keys = [key for key in graph.materializable_asset_keys if graph.get(key).freshness_policy is not None]
    states = context.instance.get_freshness_state_records(keys) if keys else {}
    pages = read_settings(home).alerts.pages
    found = []
    for key, state in sorted(states.items()):
        if state.freshness_state.value != "FAIL":
            continue
        made = context.instance.get_latest_materialization_event(key)
        last = "never" if made is None else _in_words(made.timestamp)
        found.append(feed_overdue(home, key.to_user_string(), last, pages))
    return found


def _in_words(timestamp: float) -> str:
    return f"{dt.datetime.fromtimestamp(timestamp, dt.UTC):%Y-%m-%d %H:%M} UTC"
