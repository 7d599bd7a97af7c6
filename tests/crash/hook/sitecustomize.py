"""Counts every change that a Python process makes below a data home, and kills it before a chosen one.

Python loads this by itself when its folder stands in PYTHONPATH, in `eqw` and in the dbt that it starts.
Without the variables below it does nothing.

CRASH_HOME: the data home. CRASH_TRACE: file to which each change is written as a line. CRASH_AT: stage and
number of the change to die before, as `stage:number`. CRASH_HOW: `all` kills all of its group, as a power cut
does; `self` this process alone; `parent` the one that started it. CRASH_DELAY: seconds to wait for the kill;
meanwhile the process goes on, so that it dies within a write of DuckDB, which no hook sees.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

_STDERR = 2
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    "os.rename": 2,
    "os.remove": 1,
    "os.symlink": 2,
    "os.mkdir": 1,
    "os.rmdir": 1,
    "os.truncate": 1,
    "os.link": 2,
    "sqlite3.connect": 1,
}
_DIR_FD = {"os.rename": 3, "os.remove": 1, "os.symlink": 2, "os.mkdir": 2, "os.rmdir": 1, "os.link": 3}
# First match wins: where a change is made tells the stage.
_STAGES = (
    ("warehouse", "build_record"),
    ("candidate", "candidate"),
    ("archive", "sightings"),
    ("ledger", "sightings"),
    ("loads", "loads"),
    ("receipts/feed", "feed_gates"),
    ("accepted", "promotion"),
    ("ops", "audit"),
    ("receipts/published", "published_gates"),
    ("releases", "release"),
    ("dagster", "dagster"),
    (".run.lock", "lock"),
    ("landing", "landing"),
)


def stage_of(path: str, process: str) -> str:
    """The stage that changes a path; whatever dbt does is dbt."""
    if process == "dbt":
        return "dbt"
    return next((stage for start, stage in _STAGES if path.startswith(start)), "other")


class Watch:
    """The audit hook of one process."""

    def __init__(self, home: str, trace: str | None, at: str | None) -> None:
        self.home = home.rstrip("/") + "/"
        self.process = "dbt" if any(part.endswith("/dbt") for part in sys.orig_argv[:3]) else "eqw"
        self.counts: dict[str, int] = {}
        self.trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if trace else None
        stage, _, number = (at or ":-1").partition(":")
        self.at = (stage, int(number))
        self.busy = threading.local()
        self.lock = threading.Lock()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" and event not in _CHANGES:
            return
        if getattr(self.busy, "on", False):
            return
        self.busy.on = True
        try:
            self.see(event, arguments)
        finally:
            self.busy.on = False

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and not (arguments[2] or 0) & _WRITING:
            return
        # A rename is told by where it leads.
        told = arguments[_CHANGES.get(event, 1) - 1]
        folder = arguments[_DIR_FD[event]] if event in _DIR_FD and len(arguments) > _DIR_FD[event] else -1
        path = self.below_home(told, folder)
        if path is None or self.changes_nothing(event, path):
            return
        with self.lock:
            stage = stage_of(path, self.process)
            number = self.counts.get(stage, 0)
            self.counts[stage] = number + 1
            if self.trace is not None:
                os.write(self.trace, f"{stage}\t{number}\t{event}\t{path}\n".encode())
            if (stage, number) == self.at:
                die()

    def changes_nothing(self, event: str, path: str) -> bool:
        is_there = os.path.lexists(self.home + path)
        return (event == "os.mkdir" and is_there) or (event == "os.remove" and not is_there)

    def below_home(self, path: Any, folder: int) -> str | None:
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        text = os.fsdecode(path)
        if not text.startswith("/"):
            # Relative to an open folder, as `shutil.rmtree` removes, or to where the process works.
            text = str(Path(f"/proc/self/fd/{folder}" if folder > _STDERR else ".").resolve() / text)
        return text.removeprefix(self.home) if text.startswith(self.home) else None


def die() -> None:
    """Kill, now or a little later."""
    delay = float(os.environ.get("CRASH_DELAY", "0"))
    if delay:
        threading.Thread(target=lambda: (time.sleep(delay), _kill()), daemon=True).start()
    else:
        _kill()


def _kill() -> None:
    how = os.environ.get("CRASH_HOW", "all")
    if how == "all":
        os.killpg(0, signal.SIGKILL)
    else:
        os.kill(os.getpid() if how == "self" else os.getppid(), signal.SIGKILL)


if os.environ.get("CRASH_HOME"):
    sys.addaudithook(
        Watch(os.environ["CRASH_HOME"], os.environ.get("CRASH_TRACE"), os.environ.get("CRASH_AT"))
    )
