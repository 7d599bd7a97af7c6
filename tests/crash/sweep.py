"""Which points of a run are killed: so many of each stage, evenly spread, first and last always in."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.conftest import Copy, Story
from tests.crash.harness import (
    Crash,
    assert_as_uninterrupted,
    assert_no_torn_release,
    kill,
    points,
    run,
    without,
)


@dataclass(frozen=True)
class Point:
    """One of `of` points of a stage; which change it is follows from a recorded run."""

    stage: str
    number: int
    of: int

    def crash(self, story: Story) -> Crash:
        changes = points(story.trace, self.stage)
        assert changes >= self.of, f"{self.stage} makes {changes} changes, too few for {self.of} points"
        return Crash(self.stage, round(self.number * (changes - 1) / max(self.of - 1, 1)))


def spread(**of: int) -> pytest.MarkDecorator:
    """Run a test once for each point: so many of each stage."""
    chosen = [Point(stage, number, count) for stage, count in of.items() for number in range(count)]
    return pytest.mark.parametrize("point", chosen, ids=lambda p: f"{p.stage}-{p.number + 1}of{p.of}")


# What `eqw run` still has to do once the warehouse is built.
AFTER_DBT = ("run", "--select", "release/candidate", "--select", "release/current")


def survives(story: Story, copy_of: Copy, crash: Crash) -> None:
    """Kill a run, and have it made good by the next."""
    home = copy_of(story.before)
    kill(home, crash)
    is_made_good(home, story)


def is_made_good(home: Path, story: Story) -> None:
    """Look at what a killed run left visible, run again, and compare with the run that nobody killed."""
    assert_no_torn_release(home, *story.releases, had_release=story.had_release)
    run(home)
    assert_as_uninterrupted(home, story.after)
    without(home)
