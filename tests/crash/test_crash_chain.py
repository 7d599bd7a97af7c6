"""One home that crashes in every stage, each time further on: the crash tests that run every time."""

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.harness import assert_as_uninterrupted, assert_no_torn_release, kill, run, without
from tests.crash.sweep import Point

pytestmark = pytest.mark.slow


def test_a_run_that_dies_in_every_stage_in_turn_ends_in_the_same_release(first: Story, copy_of: Copy) -> None:
    home = copy_of(first.before)
    for stage in ("sightings", "loads", "audit", "dbt", "candidate", "release"):
        # Half way into what the stage has to do; none of these is begun before the one above it is through.
        kill(home, Point(stage, 2, 5).crash(first))
        assert_no_torn_release(home, first.after, had_release=False)
    run(home)
    assert_as_uninterrupted(home, first.after)
    without(home)
