"""An environment runs what is declared for it, and nothing else; there is no default."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from orchestration.defs.schedules import TIMETABLE, scheduled, schedules
from orchestration.defs.sensors import sensors
from orchestration.lib.automation.environments import VARIABLE, UnknownEnvironment, declared_here

LONDON = ZoneInfo("Europe/London")


def registered(monkeypatch: pytest.MonkeyPatch, environment: str | None) -> set[str]:
    if environment is None:
        monkeypatch.delenv(VARIABLE, raising=False)
    else:
        monkeypatch.setenv(VARIABLE, environment)
    found = [*(schedules().schedules or ()), *(sensors().sensors or ())]
    return {one.name for one in found}


def test_without_an_environment_nothing_runs_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert registered(monkeypatch, None) == set()
    assert registered(monkeypatch, "local") == set()


def test_what_is_declared_is_registered_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert registered(monkeypatch, "test") == {"new_files", "freed_rows"}
    assert registered(monkeypatch, "production") == {*TIMETABLE, "new_files", "freed_rows"}


def test_an_environment_that_nobody_declared_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        UnknownEnvironment, match=r"'prodution', which is not declared. Remedy: .* production"
    ):
        registered(monkeypatch, "prodution")


def test_a_misspelt_schedule_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, "here")
    declared = tmp_path / "environments.yaml"
    declared.write_text("environments:\n  here: [everything_nighly]\n")
    with pytest.raises(ValueError, match="everything_nighly"):
        declared_here(declared)
    declared.write_text("environments:\n  here: [everything_nightly]\n")
    assert declared_here(declared) == {"everything_nightly"}


def ticks(schedule: dg.ScheduleDefinition, since: datetime, days: int) -> list[datetime]:
    found = []
    for tick in schedule_execution_time_iterator(
        since.timestamp(), schedule.cron_schedule, schedule.execution_timezone, ascending=True
    ):
        if tick > since + timedelta(days=days):
            return found
        found.append(tick)
    raise AssertionError("a schedule never ends")


@pytest.mark.parametrize(
    "change", [datetime(2026, 3, 29, tzinfo=LONDON), datetime(2026, 10, 25, tzinfo=LONDON)]
)
@pytest.mark.parametrize(("name", "at"), [("everything_nightly", (2, 30)), ("concerns_daily", (6, 0))])
def test_each_day_has_one_tick_at_the_same_time_of_day_when_clocks_change(
    change: datetime, name: str, at: tuple[int, int]
) -> None:
    before = change - timedelta(days=2)
    local = [tick.astimezone(LONDON) for tick in ticks(scheduled(name), before, days=4)]
    assert [tick.date() for tick in local] == [(before + timedelta(days=n)).date() for n in range(4)]
    assert {(tick.hour, tick.minute) for tick in local} == {at}
    assert len({tick.utcoffset() for tick in local}) == 2, "the clocks did change"


def test_the_release_is_cut_on_mondays(monkeypatch: pytest.MonkeyPatch) -> None:
    weekly = ticks(scheduled("release_weekly"), datetime(2026, 3, 20, tzinfo=UTC), days=14)
    assert [tick.astimezone(LONDON).strftime("%a %H:%M") for tick in weekly] == ["Mon 08:00", "Mon 08:00"]
