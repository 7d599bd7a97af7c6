"""A file is hashed once as long as it stays as it is, and never taken for what it was."""

import os
import time
from pathlib import Path

import pytest
from gate_home import GOOD, DropBox

from orchestration.lib.gates import hashes
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.gates.hashes import known_sha256
from orchestration.lib.gates.standing import standing
from orchestration.lib.home import Home

FEED = "education_providers"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were really read, in order."""
    files: list[Path] = []
    real = hashes.sha256_of

    def counting(path: Path) -> str:
        files.append(path)
        return real(path)

    monkeypatch.setattr(hashes, "sha256_of", counting)
    return files


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour after everything was written."""
    now = time.time_ns
    monkeypatch.setattr(hashes.time, "time_ns", lambda: now() + 3_600_000_000_000)


@pytest.mark.usefixtures("later")
def test_a_file_at_rest_is_read_once(tmp_path: Path, read: list[Path]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    assert known_sha256(path) == known_sha256(path)
    assert read == [path]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("way", ["in place", "replaced", "dated back"])
def test_a_changed_file_is_read_again(tmp_path: Path, read: list[Path], way: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    before, written = known_sha256(path), path.stat()
    other = tmp_path / "b"
    other.write_bytes(b"two")  # of the same size
    if way == "replaced":
        other.replace(path)
    else:
        path.write_bytes(b"two")
    if way == "dated back":
        os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert known_sha256(path) != before
    assert read == [path, path]


def test_a_file_just_written_is_not_remembered(tmp_path: Path, read: list[Path]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    known_sha256(path)
    known_sha256(path)
    assert read == [path, path]


@pytest.mark.usefixtures("later")
def test_a_walk_over_many_loads_reads_each_file_once(home: Home, box: DropBox, read: list[Path]) -> None:
    for number in range(6):
        box.drop(f"{number}.csv", GOOD.replace("Easting", f"Easting {number}"))
    check_feed(home, FEED)
    standing(home, [FEED])
    read_of_loads = [path for path in read if home.loads in path.parents]
    assert len(read_of_loads) == len(set(read_of_loads)) == 6 * 2  # accepted, quarantine
