"""Crashes upon crashes: the run that should make good dies as well, or the ledger ends in half a line."""

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.harness import assert_as_uninterrupted, assert_no_torn_release, kill, run, without
from tests.crash.sweep import Point

pytestmark = pytest.mark.full


@pytest.mark.parametrize(
    ("first_point", "second_point"),
    [
        (Point("sightings", 1, 3), Point("loads", 1, 3)),
        (Point("dbt", 1, 3), Point("dbt", 2, 4)),
        (Point("candidate", 1, 3), Point("candidate", 0, 3)),
        (Point("release", 1, 3), Point("release", 2, 3)),
    ],
    ids=lambda p: f"{p.stage}-{p.number + 1}of{p.of}",
)
def test_a_rerun_that_dies_too_is_made_good(
    second: Story, copy_of: Copy, first_point: Point, second_point: Point
) -> None:
    home = copy_of(second.before)
    for point in (first_point, second_point):
        kill(home, point.crash(second))
        assert_no_torn_release(home, *second.releases)
    run(home)
    assert_as_uninterrupted(home, second.after)
    without(home)


def test_half_a_line_in_the_ledger_is_dropped_and_seen_again(second: Story, copy_of: Copy) -> None:
    home = copy_of(second.before)
    ledger = home / "ledger/sightings.jsonl"
    last = ledger.read_text(encoding="utf-8").splitlines()[-1]
    with ledger.open("a", encoding="utf-8") as lines:
        lines.write(last[: len(last) // 2])
    assert_no_torn_release(home, second.before)
    run(home)
    assert_as_uninterrupted(home, second.after)
    without(home)
