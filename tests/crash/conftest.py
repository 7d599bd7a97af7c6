"""Homes whose runs were never interrupted, made once for all workers: what a crash is measured against."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash import harness
from tests.crash.small_home import drop_first, drop_second

Copy = Callable[[Path], Path]
# Homes in memory, where there is room: Dagster forces each event to disk, which takes longer than all else.
# What is killed is the process, not the system: nothing written is lost, there as on a disk.
_MEMORY = Path("/dev/shm")
_ROOM = 4_000_000_000


@dataclass(frozen=True)
class Story:
    """A home before a run, the same after it, what the run changed, and the releases a reader may meet."""

    before: Path
    after: Path
    trace: Path

    @property
    def had_release(self) -> bool:
        return (self.before / "releases").exists()

    @property
    def releases(self) -> tuple[Path, ...]:
        return (self.before, self.after) if self.had_release else (self.after,)


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
def copy_of() -> Iterator[Copy]:
    """Copy a home for one test."""
    with _fast_folder() as folder:
        yield lambda home: shutil.copytree(home, folder / "home", symlinks=True)


@pytest.fixture(scope="session")
def built(shared: Path, second: Story) -> Path:
    """The home of the second story, whose run died once dbt was through; made once, as dbt takes longest."""
    home = shared / "second-built"
    with _made_once(shared, home.name) as is_made:
        if not is_made:
            with _changed_copy(second.before, home) as copy:
                harness.kill(copy, harness.Crash("candidate", 0))
    return home


@contextmanager
def _fast_folder() -> Iterator[Path]:
    """A folder of one's own, in memory if there is room."""
    is_roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    with tempfile.TemporaryDirectory(prefix="crash-", dir=_MEMORY if is_roomy else None) as folder:
        yield Path(folder)


@contextmanager
def _changed_copy(home: Path, changed: Path) -> Iterator[Path]:
    """Let a copy be changed, then put it in its place."""
    with _fast_folder() as folder:
        yield shutil.copytree(home, folder / "home", symlinks=True)
        shutil.copytree(folder / "home", changed, symlinks=True)


@contextmanager
def _made_once(shared: Path, name: str) -> Iterator[bool]:
    """Say whether something is made already; what was made inside counts as made, unless it failed."""
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}-done"
        yield done.exists()
        done.touch()


def _story(shared: Path, name: str, drop: Callable[[Path], None]) -> Story:
    story = Story(shared / f"{name}-before", shared / f"{name}-after", shared / f"{name}-trace")
    with _made_once(shared, name) as is_made:
        if not is_made:
            story.before.mkdir()
            drop(story.before)
            with _changed_copy(story.before, story.after) as copy:
                harness.run(copy, story.trace)
    return story
