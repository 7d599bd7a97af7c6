"""A run that is killed before anything was ever released, at points all over it."""

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.sweep import Point, spread, survives

pytestmark = pytest.mark.full


@spread(lock=1, dagster=1, sightings=3, loads=2, feed_gates=2, promotion=2, audit=1, dbt=2, candidate=1,
        published_gates=1, release=2)  # fmt: skip
def test_a_killed_first_run_is_made_good_by_the_next(first: Story, copy_of: Copy, point: Point) -> None:
    survives(first, copy_of, point.crash(first))
