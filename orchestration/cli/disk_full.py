"""Telling that the disk is full, whichever tool found out.

Belongs here: knowing it by the words of the system, which DuckDB, dbt, SQLite and Python all pass on, and one
message with what to do. Errors of other kinds are told by `errors.py`.
"""

import errno
import os
import re
import resource
import shutil

from orchestration.lib.home import Home

_CAUSES = {
    os.strerror(errno.ENOSPC): "the disk is full",
    os.strerror(errno.EDQUOT): "the disk quota is used up",
    os.strerror(errno.EFBIG): "a file may not grow any larger (see ulimit -f)",
    "database or disk is full": "the disk is full",
}
# SQLite and DuckDB do not always pass on why a write failed: then the disk, or the limit, is asked.
_VAGUE = (
    "disk I/O error",
    "unable to open database file",
    "Could not write",
    "Could not fsync",
)
_FULL_BELOW = 1_000_000  # bytes; a tool gives up before the last block is gone
_PATH = re.compile(r"""["'](/[^"']+)["']""")


def disk_full_message(told: str, step: str | None = None) -> str | None:
    """Return what to say when an error's words mean that nothing more can be written; else None.

    Args:
        told: The error in the words of the tool that met it.
        step: The step that it ended.
    """
    home = Home.from_environment().root
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    cause = _cause(told, free)
    if cause is None:
        return None
    (path,) = _PATH.findall(told)[:1] or [str(home)]
    during = f" during {step}" if step else ""
    return (
        f"DISK FULL{during}: {path} could not be written: {cause}. {free / 1e6:,.1f} MB are free at {home}."
        " Nothing was damaged and the current release stays."
        " Remedy: make room there, then give the same command again."
    )


def _cause(told: str, free: int) -> str | None:
    for words, cause in _CAUSES.items():
        if words in told:
            return cause
    if any(words in told for words in _VAGUE):
        if free < _FULL_BELOW:
            return _CAUSES[os.strerror(errno.ENOSPC)]
        if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
            return _CAUSES[os.strerror(errno.EFBIG)]
    return None


def words_of(error: BaseException) -> str:
    """Return an error with all that it was caused by, as text."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__name__}: {cause}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)
