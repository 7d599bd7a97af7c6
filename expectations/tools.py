"""What judges: the tools that evaluate rules and our own code around them, each with its version.

Belongs here: naming them. A verdict counts only as long as what reached it is the same, so `suite.py` makes
these versions part of every suite's version, and a receipt records them.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("great-expectations", "duckdb", "duckdb-sqlalchemy")
# Files of ours that decide what a rule's verdict is, or what a receipt shows of it.
_RUNNER = (
    "suite.py",
    "runner.py",
    "measures.py",
    "masking.py",
    "duckdb_engine.py",
    "result.py",
    "versions.py",
)


@cache
def tool_versions() -> dict[str, str]:
    """Return the version of every tool; `runner` is a digest of our own code."""
    return {**{package: version(package) for package in _PACKAGES}, "runner": _runner_version()}


def _runner_version() -> str:
    room = Path(__file__).resolve().parent
    source = b"".join((room / name).read_bytes() for name in _RUNNER)
    return hashlib.sha256(source).hexdigest()[:12]
