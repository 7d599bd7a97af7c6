"""A data home as dbt finds it, and running dbt on it.

Belongs here: what several test files need to build models. No expectation about any number.
"""

import os
import subprocess
import sys
from pathlib import Path

from expectations.contract import FEEDS
from orchestration.lib.gates.accepted_folder import ensure_schema_file
from orchestration.lib.gates.audit import write_ops
from orchestration.lib.home import DBT_PROJECT, PROJECT_ROOT, Home
from orchestration.lib.release.memory import write_memory


def empty_home(root: Path) -> Home:
    """Make a home as the pipeline leaves it for dbt when nothing has been landed yet."""
    home = Home(root)
    for feed in FEEDS:
        ensure_schema_file(home, feed)
    write_ops(home)
    write_memory(home)
    return home


def run_dbt(home: Home, *arguments: str) -> None:
    """Run one dbt command with everything it writes below the home; fail with its output."""
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    project = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    places = ["--target-path", str(home.dbt_target), "--log-path", str(home.dbt_target / "logs")]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "dbt.cli.main",
            *arguments,
            *project,
            *places,
            "--no-version-check",
            "--quiet",
        ],
        cwd=PROJECT_ROOT,
        env={**os.environ, "EQW_HOME": str(home.root), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
