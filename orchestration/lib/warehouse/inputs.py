"""What a build of the warehouse reads: the code of the models, and every source by its content.

Belongs here: naming the state of code and sources. Which models follow from a difference is `stale.py`.
"""

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from expectations.contract import FEEDS
from orchestration.lib.durable import sha256_of
from orchestration.lib.gates.audit import LOAD_AUDIT, QUARANTINE
from orchestration.lib.home import DBT_PROJECT, PROJECT_ROOT, Home
from orchestration.lib.release.memory import RELEASED_SURVEY_CELL, told_by_releases

# What dbt reads of its project; what it writes there (target/) is no code.
_PROJECT = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests")
# Models in Python call these; another version may compute another number.
_TOOLS = ("dbt-core", "dbt-duckdb", "duckdb", "numpy", "pandas", "scipy", "pyarrow")


class BuildInputs(BaseModel):
    """The state of all that decides what a build makes.

    Attributes:
        code: One SHA-256 over the dbt project, the package `disclosure` and the versions of the tools.
        sources: One SHA-256 per source table, by its name in dbt. Of a feed: its accepted files, and their
            place in the order of loads.
        told: What each kept release told of survey cells, the oldest first; what one repeats is left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    sources: dict[str, str]
    told: tuple[str, ...]


def build_inputs(home: Home) -> BuildInputs:
    """Return what dbt would read now; the tables in `ops/` must have been written before."""
    audit = home.ops / LOAD_AUDIT
    place = {
        (row["feed"], row["load_id"]): row["load_sequence"]
        for row in pq.read_table(audit, columns=["feed", "load_id", "load_sequence"]).to_pylist()
    }
    feeds = {}
    for feed in FEEDS:
        files = sorted((home.accepted / feed).glob("*.parquet"))
        feeds[feed] = _digest(f"{p.name} {sha256_of(p)} {place.get((feed, p.stem))}" for p in files)
    ops = {path.stem: sha256_of(path) for path in (audit, home.ops / QUARANTINE)}
    told = told_by_releases(home)
    memory = {Path(RELEASED_SURVEY_CELL).stem: _digest(told)}
    return BuildInputs(code=code_digest(), sources={**feeds, **ops, **memory}, told=told)


def code_digest() -> str:
    """Return one SHA-256 over everything but data that decides what the models make."""
    roots = [*(DBT_PROJECT / name for name in _PROJECT), PROJECT_ROOT / "disclosure"]
    files = sorted(path for root in roots for path in (root, *root.rglob("*")) if _is_code(path))
    tools = [f"{tool} {version(tool)}" for tool in _TOOLS]
    lines = [f"{path.relative_to(PROJECT_ROOT)} {sha256_of(path)}" for path in files]
    return _digest([sys.version, *tools, *lines])


def _is_code(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
