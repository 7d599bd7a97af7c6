"""A hand-made release with everything that the report reads: ten places, two professions, two waves.

Tables have the columns that the models of `published` promise, so a renamed column fails here too.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from orchestration.lib.release.database import DATABASE
from orchestration.lib.report.facts import NEEDED, Facts
from orchestration.lib.report.write import write_report

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / "dbt_project" / "models" / "published"

ROWS = Path(__file__).with_name("release.sql")


def _create(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Make every table that the report reads, empty, with its promised columns; return their descriptors."""
    resources = []
    for table in sorted(NEEDED):
        model = yaml.safe_load((MODELS / f"pub_{table}.yml").read_text(encoding="utf-8"))["models"][0]
        columns = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in model["columns"])
        connection.execute(f"create table {table} ({columns})")
        fields = [
            {"name": c["name"], "sql_type": c["data_type"], "description": c["description"]}
            for c in model["columns"]
        ]
        meta = model["config"]["meta"]
        schema = {"fields": fields, "primaryKey": meta["primary_key"], "foreignKeys": []}
        resources.append(
            {
                "name": table,
                "description": model["description"],
                "grain": meta["grain"],
                "row_count": 1,
                "hash": f"sha256:{'0' * 64}",
                "schema": schema,
            }
        )
    return resources


def write_release(folder: Path, change: str = "") -> Path:
    """Write a release that the report can be made of, with further SQL run on its tables."""
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / DATABASE)) as connection:
        resources = _create(connection)
        connection.execute(ROWS.read_text(encoding="utf-8"))
        connection.execute(change or "select 1")
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    (folder / "QUALITY.md").write_text(
        "# Quality of release v1\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", encoding="utf-8"
    )
    (folder / "BACKTEST.md").write_text("# Back-test\n\nNo cycle can be shown yet.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with its report."""
    folder = write_release(tmp_path_factory.mktemp("report") / "release")
    write_report(folder, "v2026.11.1")
    return folder


@pytest.fixture
def make_release(tmp_path: Path) -> Callable[[str], Path]:
    """Make a release whose tables were changed by a piece of SQL, with its report."""

    def make(change: str = "") -> Path:
        folder = write_release(tmp_path / f"release{len(list(tmp_path.iterdir()))}", change)
        write_report(folder, "v2026.11.1")
        return folder

    return make


@pytest.fixture(scope="session")
def facts(release: Path) -> Iterator[Facts]:
    """The release, open."""
    with duckdb.connect(str(release / DATABASE), read_only=True) as connection:
        yield Facts(connection)
