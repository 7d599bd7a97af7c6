"""Others write to landing: files grow, vanish, refuse to be read, and are not what they were."""

import errno
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.lib.home import Home
from orchestration.lib.landing import archive, intake, settle
from orchestration.lib.landing.errors import LandingError
from orchestration.lib.landing.land import land_files
from orchestration.lib.landing.ledger import landing_faults, register_landing, sightings
from orchestration.lib.landing.regular_file import UnreadableFileError, open_regular
from tests.unit.ingest.bench import Bench

FEED = "education_providers"
NOBODY = 65534


def names(home: Home) -> list[str]:
    return [sighting.file_name for sighting in sightings(home)]


def faults(home: Home) -> set[tuple[str, str]]:
    assert all(fault.message and fault.remedy for fault in landing_faults(home))
    return {(fault.path, fault.rule_id) for fault in landing_faults(home)}


def during_the_wait(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> list[float]:
    """Let something happen between the two looks; returns the waits."""
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        act()

    monkeypatch.setattr(settle.time, "sleep", sleep)
    return waits


def test_a_growing_file_waits_and_the_others_do_not(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = bench.drop(FEED, "growing.csv", "ukprn,name\n1000")
    bench.drop(FEED, "whole.csv", "ukprn,name\n10000001,A\n")
    os.utime(bench.drop(FEED, "old.csv", "ukprn,name\n10000002,B\n"), (1_700_000_000, 1_700_000_000))
    with monkeypatch.context() as patched:
        waits = during_the_wait(patched, lambda: growing.write_text("ukprn,name\n10000003,"))
        register_landing(bench.home)
    assert len(waits) == 1
    assert sorted(names(bench.home)) == ["old.csv", "whole.csv"]
    assert faults(bench.home) == {(f"{FEED}/growing.csv", "being_written")}
    growing.write_text("ukprn,name\n10000003,C\n")
    with monkeypatch.context() as patched:
        assert during_the_wait(patched, lambda: None) == []
        register_landing(bench.home)
    assert names(bench.home)[-1] == "growing.csv"
    assert faults(bench.home) == set()


def test_nobody_waits_for_old_files_or_for_what_is_known(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = during_the_wait(monkeypatch, lambda: None)
    os.utime(bench.drop(FEED, "old.csv", "a"), (1_700_000_000, 1_700_000_000))
    register_landing(bench.home)
    assert waits == []
    for name in ("b.csv", "c.csv", "d.csv"):
        bench.drop(FEED, name, name)
    # A clock that runs ahead, on the machine behind a share.
    os.utime(bench.home.landing / FEED / "d.csv", (time.time() + 9999, time.time() + 9999))
    register_landing(bench.home)
    assert len(waits) == 1
    register_landing(bench.home)
    assert len(waits) == 1
    assert len(names(bench.home)) == 4


def test_a_file_that_vanishes_is_no_fault(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bench.drop(FEED, "gone.csv", "a")
    bench.drop(FEED, "kept.csv", "b")
    during_the_wait(monkeypatch, path.unlink)
    assert [s.file_name for s in register_landing(bench.home)] == ["kept.csv"]
    assert faults(bench.home) == set()


def test_a_file_that_becomes_a_link_or_pipe_is_not_followed_and_nothing_hangs(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, pipe = bench.drop(FEED, "link.csv", "a"), bench.drop(FEED, "pipe.csv", "b")

    def swap() -> None:
        link.unlink()
        link.symlink_to("/etc/passwd")
        pipe.unlink()
        os.mkfifo(pipe)

    during_the_wait(monkeypatch, swap)
    # What was decided during the walk no longer holds when the file is opened.
    now = time.time_ns()
    monkeypatch.setattr(settle, "_look", lambda path: (1, now, 1))

    def hangs(*_: object) -> None:
        raise RuntimeError("it waits for the other end of the pipe")

    signal.signal(signal.SIGALRM, hangs)
    signal.alarm(20)
    try:
        assert register_landing(bench.home) == []
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert {rule for _, rule in faults(bench.home)} == {"symlink", "not_a_file", "unreadable"}


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: Path(path).mkdir(), lambda path: None])
def test_only_a_regular_file_is_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "thing")
    with pytest.raises(UnreadableFileError), open_regular(tmp_path / "thing"):
        pytest.fail("it was opened")


def test_what_may_not_be_read_is_a_fault(tmp_path: Path) -> None:
    """In a child without privileges, since permissions do not bite for root."""
    home = Home(tmp_path / "home")
    folder = home.landing / FEED
    folder.mkdir(parents=True)
    for name in ("closed.csv", "open.csv"):
        (folder / name).write_text(name)
    (folder / "closed.csv").chmod(0)
    for feed, mode in (("psa", 0), ("concerns", 0o444)):
        (home.landing / feed).mkdir()
        (home.landing / feed / "a.csv").write_text("a")
        (home.landing / feed).chmod(mode)
    child = os.fork()
    if child == 0:
        status = 3
        try:
            _become_nobody(tmp_path)
            seen = [sighting.file_name for sighting in register_landing(home)]
            expected = {
                (f"{FEED}/closed.csv", "unreadable"),
                ("psa", "unreadable"),
                ("concerns/a.csv", "unreadable"),
            }
            status = 0 if (seen, faults(home)) == (["open.csv"], expected) else 4
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _become_nobody(root: Path) -> None:
    """Own the home, but nothing that was closed, and leave root behind."""
    if os.getuid() != 0:
        return
    base = next(folder for folder in root.parents if folder.name.startswith("pytest-of-"))
    for folder in (root, *root.parents):
        if folder.is_relative_to(base):
            folder.chmod(0o755)
    os.chown(root / "home", NOBODY, NOBODY)
    os.chown(root / "home" / "landing", NOBODY, NOBODY)
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def test_a_disk_that_gives_no_bytes_is_a_fault_of_that_file(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.drop(FEED, "bad.csv", "bad")
    bench.drop(FEED, "good.csv", "good")
    original = intake.sha256_of_stream

    def failing(stream):  # type: ignore[no-untyped-def]
        if Path(f"/proc/self/fd/{stream.fileno()}").readlink().name == "bad.csv":
            raise UnreadableFileError("input/output error")
        return original(stream)

    monkeypatch.setattr(intake, "sha256_of_stream", failing)
    assert [s.file_name for s in register_landing(bench.home)] == ["good.csv"]
    (fault,) = landing_faults(bench.home)
    assert (fault.path, fault.rule_id) == (f"{FEED}/bad.csv", "unreadable")
    assert "input/output error" in fault.message


def test_a_full_disk_is_no_fault_of_the_file(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.drop(FEED, "a.csv", "a")

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(archive.tempfile, "mkstemp", full)
        with pytest.raises(OSError, match="No space left"):
            register_landing(bench.home)
    assert landing_faults(bench.home) == []
    assert len(register_landing(bench.home)) == 1


def test_landing_that_is_no_folder_is_a_fault(bench: Bench) -> None:
    bench.home.landing.parent.mkdir(parents=True)
    bench.home.landing.write_text("x")
    assert register_landing(bench.home) == []
    assert faults(bench.home) == {(".", "unreadable")}


def test_a_deep_tree_of_empty_folders_is_walked(bench: Bench) -> None:
    folders = [bench.home.landing / FEED]
    folders[0].mkdir(parents=True)
    for _ in range(sys.getrecursionlimit() + 100):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    try:
        assert faults(bench.home) == set()
    finally:
        for folder in folders[:0:-1]:
            folder.rmdir()


@pytest.mark.parametrize("place", ["folder", "file"])
def test_nothing_is_landed_through_a_link(bench: Bench, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "he.csv").write_text("untouched")
    bench.home.landing.mkdir(parents=True)
    if place == "folder":
        (bench.home.landing / FEED).symlink_to(outside)
    else:
        (bench.home.landing / FEED).mkdir()
        (bench.home.landing / FEED / "he.csv").symlink_to(outside / "he.csv")
    (tmp_path / "he.csv").write_text("ukprn,name\n10000001,University of Sample\n")
    with pytest.raises(LandingError, match="is in the way"):
        land_files(bench.home, [tmp_path / "he.csv"], FEED)
    assert [p.name for p in outside.iterdir()] == ["he.csv"]
    assert (outside / "he.csv").read_text() == "untouched"


@pytest.mark.parametrize("name", ["a\nb.csv", os.fsdecode(b"caf\xe9.csv"), "a\u202eb.csv"])
def test_a_name_that_nobody_can_trust_is_not_landed(bench: Bench, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("ukprn,name\n10000001,University of Sample\n")
    with pytest.raises(LandingError, match="Rename the file") as told:
        land_files(bench.home, [tmp_path / name], FEED)
    assert str(told.value).isprintable()
