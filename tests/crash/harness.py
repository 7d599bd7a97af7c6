"""Starting the real `eqw` in a home, killing it before a chosen change, and judging what is left."""

import os
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.lib.durable import sha256_of
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import sightings
from orchestration.lib.overview import overview
from orchestration.lib.release.catalogue import current_release, list_releases
from orchestration.lib.release.verify import verify_release

ROOT = Path(__file__).resolve().parents[2]
EQW = ROOT / ".venv/bin/eqw"
HOOK = Path(__file__).with_name("hook")
# Their names hold times and process numbers, and nothing of ours reads them.
# A run that failed raised an alert, and one that was never interrupted had no cause to.
_NOT_OURS = ("alerts", "dagster", "dbt", "warehouse")


@dataclass(frozen=True)
class Crash:
    """Where and how a run dies; see `hook/sitecustomize.py`."""

    stage: str
    number: int
    how: str = "all"
    delay: float = 0.0


@dataclass(frozen=True)
class Ended:
    """A command that has ended, one way or the other."""

    code: int
    told: str


def start(
    home: Path,
    *arguments: str | Path,
    crash: Crash | None = None,
    trace: Path | None = None,
    largest_file: int = resource.RLIM_INFINITY,
) -> subprocess.Popen[str]:
    """Start `eqw` as the leader of a process group of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],
        "PYTHONPATH": f"{HOOK}:{ROOT}",
        "CRASH_HOME": str(home),
        # Writing dbt's debug log takes a fifth of a run and is read by nobody here.
        "DBT_LOG_LEVEL_FILE": "none",
    }
    if crash is not None:
        environment |= {
            "CRASH_AT": f"{crash.stage}:{crash.number}",
            "CRASH_HOW": crash.how,
            "CRASH_DELAY": str(crash.delay),
        }
    if trace is not None:
        environment["CRASH_TRACE"] = str(trace)
    return subprocess.Popen(
        [EQW, "--home", home, *(arguments or ("run",))],
        cwd=home.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY)),
    )


def end(process: subprocess.Popen[str]) -> Ended:
    """Wait for a command and for everything that it started."""
    told, _ = process.communicate(timeout=1800)
    while processes_of(process.pid):
        time.sleep(0.1)
    return Ended(process.returncode, told)


def run(home: Path, trace: Path | None = None) -> None:
    """Run everything; it must succeed."""
    ended = end(start(home, trace=trace))
    assert ended.code == 0, ended.told
    assert "Traceback" not in ended.told, ended.told


def kill(home: Path, crash: Crash, *arguments: str | Path) -> None:
    """Run until the crash; it must come."""
    ended = end(start(home, *arguments, crash=crash))
    assert ended.code == -signal.SIGKILL, f"{crash} never came: exit {ended.code}\n{ended.told}"


def points(trace: Path, stage: str) -> int:
    """How many changes a stage makes in a recorded run."""
    return sum(line.startswith(f"{stage}\t") for line in trace.read_text(encoding="utf-8").splitlines())


def tables(release: Path) -> dict[str, str]:
    """Return the hash of every released table; the same rows give the same bytes."""
    return {file.stem: sha256_of(file) for file in sorted((release / "parquet").glob("*.parquet"))}


def assert_no_torn_release(home: Path, *whole: Path, had_release: bool = True) -> None:
    """`current` leads to a whole release that is one of those given; to nothing only if there was none."""
    release = current_release(Home(home))
    overview(Home(home))
    if release is None:
        assert not had_release
        assert not os.path.lexists(home / "releases/current")
        return
    assert verify_release(home / "releases/current") == []
    assert tables(release.path) in [tables(one / "releases/current") for one in whole]


def assert_as_uninterrupted(home: Path, expected: Path) -> None:
    """Everything is as in a home whose run was never interrupted: nothing lost, doubled or left over."""
    for table in tables(expected / "releases/current"):
        ours, theirs = (f"'{one}/releases/current/parquet/{table}.parquet'" for one in (home, expected))
        if sha256_of(Path(ours.strip("'"))) != sha256_of(Path(theirs.strip("'"))):
            differing = duckdb.sql(f"(from {ours} except all from {theirs}) union all"
                                   f" (from {theirs} except all from {ours})").fetchall()  # fmt: skip
            assert not differing, f"{table}: {differing[:5]}"
    assert set(tables(home / "releases/current")) == set(tables(expected / "releases/current"))
    assert verify_release(home / "releases/current") == []
    assert [one.version for one in list_releases(Home(home))] == [
        one.version for one in list_releases(Home(expected))
    ]
    assert _seen(home) == _seen(expected)
    assert [seen[0] for seen in _seen(home)] == list(range(1, len(_seen(home)) + 1))
    assert _files(home) == _files(expected)
    assert not _runs_in_progress(home)


def without(home: Path) -> None:
    """Remove a home that passed, so that a sweep does not fill the disk."""
    shutil.rmtree(home)


def processes_of(group: int) -> list[str]:
    """The living processes of a group, each with its command line."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    return [row[2] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


def _seen(home: Path) -> list[tuple[int, str, str, str]]:
    return [(s.sequence, s.feed, s.file_name, s.sha256) for s in sightings(Home(home))]


def _files(home: Path) -> Counter[str]:
    return Counter(
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.relative_to(home).parts[0] not in _NOT_OURS
    ) + Counter(path.name for path in (home / "warehouse").iterdir())


def _runs_in_progress(home: Path) -> list[str]:
    import sqlite3

    with sqlite3.connect(home / "dagster/history/runs.db") as runs:
        return [row[0] for row in runs.execute("select status from runs where status like 'START%'")]
