"""A run that is killed while a release is current and other files wait, at points all over it."""

from pathlib import Path

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.harness import Crash, kill
from tests.crash.sweep import AFTER_DBT, Point, is_made_good, spread, survives

pytestmark = pytest.mark.full


@spread(dagster=1, sightings=4, loads=3, feed_gates=2, promotion=2, audit=2, build_record=2, dbt=3)
def test_a_killed_run_leaves_the_old_release_and_the_next_makes_it_good(
    second: Story, copy_of: Copy, point: Point
) -> None:
    survives(second, copy_of, point.crash(second))


@spread(candidate=4, published_gates=2, release=9)
def test_a_run_killed_after_dbt_is_made_good_by_the_next(
    second: Story, built: Path, copy_of: Copy, point: Point
) -> None:
    home = copy_of(built)
    # The stages from here on are those of a whole run, change by change; only dbt is not run to get there.
    kill(home, point.crash(second), *AFTER_DBT)
    is_made_good(home, second)


@pytest.mark.parametrize(
    "crash",
    [
        Crash("dbt", 900, delay=0.15),
        Crash("build_record", 0, delay=4.0),
        Crash("release", 20, delay=0.05),
    ],
    ids=lambda c: f"{c.stage}-{c.number}-{c.delay}s",
)
def test_a_kill_within_a_write_of_duckdb_is_no_different(second: Story, copy_of: Copy, crash: Crash) -> None:
    survives(second, copy_of, crash)
