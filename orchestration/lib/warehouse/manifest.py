"""dbt's manifest, which tells Dagster the graph of models before any model runs.

Belongs here: finding it, and parsing the project again when its files are newer. The code location only
reads the manifest; making it is a step of set-up (`eqw` does it by itself).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from orchestration.lib.home import DBT_PROJECT

MANIFEST = DBT_PROJECT / "target" / "manifest.json"
_SOURCES = ("models", "seeds", "macros", "tests", "docs", "dbt_project.yml", "profiles.yml")


class ManifestMissing(Exception):
    """The dbt project has not been parsed yet."""


def manifest_path() -> Path:
    """Return the manifest.

    Raises:
        ManifestMissing: The project was never parsed; says what to do.
    """
    if not MANIFEST.is_file():
        raise ManifestMissing(f"{MANIFEST} is missing. Remedy: run `eqw prepare` once (make does).")
    return MANIFEST


def prepare_manifest() -> bool:
    """Parse the dbt project if any of its files is newer than the manifest; say whether it was parsed.

    Raises:
        RuntimeError: dbt could not parse the project; carries dbt's own words.
    """
    if MANIFEST.is_file() and MANIFEST.stat().st_mtime > _newest_source():
        return False
    # Parsed beside its place and moved there whole: two processes may do this at the same time.
    MANIFEST.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".parse-", dir=MANIFEST.parent) as parsed:
        _parse(Path(parsed))
        for name in ("partial_parse.msgpack", MANIFEST.name):
            (Path(parsed) / name).replace(MANIFEST.parent / name)
    return True


def _parse(target: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own interpreter's dbt, fixed arguments
        [
            str(Path(sys.executable).parent / "dbt"),
            "--no-version-check",
            "--quiet",
            "parse",
            "--project-dir",
            str(DBT_PROJECT),
            "--profiles-dir",
            str(DBT_PROJECT),
            "--target-path",
            str(target),
            "--log-path",
            str(target),
        ],
        # The graph does not depend on the data home, but the profile names one.
        env={**os.environ, "EQW_HOME": os.environ.get("EQW_HOME", str(DBT_PROJECT / "target"))},
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"dbt cannot parse the project:\n{done.stdout}{done.stderr}")


def _newest_source() -> float:
    files = (f for name in _SOURCES for f in [DBT_PROJECT / name, *(DBT_PROJECT / name).rglob("*")])
    return max(f.stat().st_mtime for f in files if f.exists())
