"""A run that is killed before anything was ever released, at points all over it."""

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.sweep import Point, spread, survives

pytestmark = pytest.mark.full


@spread(lock=1, dagster=1, sightings=2, loads=2, feed_gates=1, promotion=1, audit=1, dbt=1, release=2)
def test_a_killed_first_run_is_made_good_by_the_next(first: Story, copy_of: Copy, point: Point) -> None:
    survives(first, copy_of, point.crash(first))
