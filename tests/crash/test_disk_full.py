"""A disk that fills up in any stage: one message, no damage, and all is well once there is room."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.cli.disk_full import disk_full_message, words_of
from tests.crash.conftest import Story
from tests.crash.harness import (
    Ended,
    assert_as_uninterrupted,
    assert_no_torn_release,
    end,
    run,
    start,
)
from tests.crash.small_disk import SmallDisk, megabytes
from tests.crash.small_home import drop_first


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    small = SmallDisk(tmp_path / "disk")
    yield small
    small.remove()


def assert_told(ended: Ended) -> None:
    assert ended.code == 3, ended.told
    assert ended.told.count("DISK FULL") == 1, ended.told
    assert "Remedy: make room there, then give the same command again." in ended.told
    assert "Traceback" not in ended.told, ended.told
    assert "sqlalche.me" not in ended.told, ended.told


@pytest.mark.slow
@pytest.mark.parametrize("room", [0.1, 1.5, 3.5])
def test_a_disk_too_small_for_the_first_stages_is_told(disk: SmallDisk, tmp_path: Path, room: float) -> None:
    drop_first(tmp_path / "before")
    home = disk.hold(tmp_path / "before", room)
    assert_told(end(start(home, largest_file=disk.largest_file(room / 10))))
    assert_no_torn_release(home, had_release=False)


@pytest.mark.slow
def test_a_file_that_may_not_grow_is_told(tmp_path: Path) -> None:
    drop_first(tmp_path / "home")
    ended = end(start(tmp_path / "home", largest_file=30_000))
    assert_told(ended)
    assert "a file may not grow any larger (see ulimit -f)" in ended.told


# Of what a run adds to a home: the disk fills up in landing, in dbt, at the end of dbt, in the release.
@pytest.mark.parametrize(
    "share",
    [
        pytest.param(0.02, marks=pytest.mark.full),
        pytest.param(0.4, marks=pytest.mark.slow),
        pytest.param(0.7, marks=pytest.mark.full),
        pytest.param(0.95, marks=pytest.mark.full),
    ],
)
def test_a_disk_full_in_any_stage_harms_nothing_and_with_room_all_is_well(
    second: Story, disk: SmallDisk, share: float
) -> None:
    # The run cannot end without all that it adds, so with a share of it the disk fills up on the way.
    room = share * (megabytes(second.after) - megabytes(second.before))
    home = disk.hold(second.before, room)
    assert_told(end(start(home, largest_file=disk.largest_file(room))))
    assert_no_torn_release(home, second.before)
    disk.make_room()
    run(home)
    assert_as_uninterrupted(home, second.after)


@pytest.mark.parametrize(
    "told",
    [
        "[Errno 28] No space left on device: '/data/archive/.incoming-x'",
        "[Errno 122] Disk quota exceeded",
        'IO Error: Could not write file "/data/warehouse/warehouse.duckdb": No space left on device',
        "(sqlite3.OperationalError) database or disk is full",
        "dbt failed\n\n  Runtime Error in model a\n    IO Error: Could not write: File too large",
    ],
)
def test_the_words_of_every_tool_are_known(
    told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EQW_HOME", str(tmp_path))
    message = disk_full_message(told, "release/current")
    assert message is not None
    assert message.startswith("DISK FULL during release/current: /")
    assert message.endswith("Remedy: make room there, then give the same command again.")


@pytest.mark.parametrize("told", ["disk I/O error", "Could not write file", "No such file or directory"])
def test_other_faults_are_not_taken_for_a_full_disk(
    told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EQW_HOME", str(tmp_path))
    assert disk_full_message(told) is None


def test_what_caused_an_error_is_among_its_words() -> None:
    error = RuntimeError("the step failed")
    error.__cause__ = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/ops/load_audit.parquet")
    assert "No space left on device: '/data/ops/load_audit.parquet'" in words_of(error)
