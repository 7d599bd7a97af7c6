"""What a run that died left half-written: never read by anyone, and removed by the next run.

Belongs here: the names under which the stages write before they rename. Whoever calls this holds the
data home, so no living process owns what is found; what commands write without it gets a day.
"""

import shutil
import time
from pathlib import Path

from orchestration.lib.home import Home

_UNFINISHED = (
    "archive/.incoming-*",
    "ledger/.*.new",
    "loads/*/.making-*",
    "loads/*/.outdated-*",
    "receipts/*/*/.*.new",
    "accepted/*/.*.new",
    "ops/.*.new",
    "warehouse/.*.new",
    "warehouse/.score-*",
    "candidate.new",
    "candidate.old",
    "candidate/.*.new",
    "releases/.*.new",
    "releases/.v*.tmp",
    "dagster/.*.new",
)
# Written by commands that do not hold the data home: a copy into landing, the page of `eqw quality`.
_PERHAPS_AT_WORK = ("landing/*/.landing-*", "quality/.*.new")
_DAY = 86_400


def clear_leftovers(home: Home) -> None:
    """Remove what was never finished below a data home."""
    for pattern in _UNFINISHED:
        for path in home.root.glob(pattern):
            _remove(path)
    for pattern in _PERHAPS_AT_WORK:
        for path in home.root.glob(pattern):
            if path.lstat().st_mtime < time.time() - _DAY:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
