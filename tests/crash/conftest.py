"""Homes whose runs were never interrupted, made once for all workers: what a crash is measured against."""

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash import harness
from tests.crash.small_home import drop_first, drop_second

Copy = Callable[[Path], Path]


@dataclass(frozen=True)
class Story:
    """A home before a run, the same after it, what the run changed, and the releases a reader may meet."""

    before: Path
    after: Path
    trace: Path

    @property
    def releases(self) -> tuple[Path, ...]:
        return (self.before, self.after) if (self.before / "releases").exists() else (self.after,)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one test session share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "crash"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def first(shared: Path) -> Story:
    """The first run of a home: nothing was released before."""
    return _story(shared, "first", drop_first)


@pytest.fixture(scope="session")
def second(shared: Path, first: Story) -> Story:
    """The run after a release: a correction, the same bytes again, and a new file wait in landing."""

    def drop(home: Path) -> None:
        shutil.copytree(first.after, home, symlinks=True, dirs_exist_ok=True)
        drop_second(home)

    return _story(shared, "second", drop)


@pytest.fixture
def copy_of(tmp_path: Path) -> Copy:
    """Copy a home for one test."""
    return lambda home: shutil.copytree(home, tmp_path / "home", symlinks=True)


def _story(shared: Path, name: str, drop: Callable[[Path], None]) -> Story:
    story = Story(shared / f"{name}-before", shared / f"{name}-after", shared / f"{name}-trace")
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}-done"
        if not done.exists():
            story.before.mkdir()
            drop(story.before)
            shutil.copytree(story.before, story.after, symlinks=True)
            harness.run(story.after, story.trace)
            done.touch()
    return story
