"""From a column of a model back to the feed, by dbt's manifest and compiled SQL."""

from pathlib import Path
from typing import Any

import pytest

from expectations.contract import contract
from orchestration.lib.lineage.columns import ROWS, ColumnRef
from orchestration.lib.lineage.project import LineageError, ProjectLineage

STAGING = (
    "select concern_id, summary, _load_id as load_id from"
    " read_parquet('/here/accepted/concerns/*.parquet', union_by_name = true)"
)
SQL = {
    "stg": STAGING,
    "fct": 'select concern_id, count(*) as n from "w"."s"."stg" group by concern_id',
}


def node(name: str, *parents: str, language: str = "sql", columns: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "resource_type": "model", "name": name, "alias": name, "schema": "s", "language": language,
        "package_name": "p", "original_file_path": f"models/{name}.sql",
        "depends_on": {"nodes": list(parents)}, "columns": {key: {} for key in columns},
    }  # fmt: skip


@pytest.fixture
def lineage(tmp_path: Path) -> ProjectLineage:
    """Two models in SQL over one feed, and one in Python; the manifest was parsed in another home."""
    source = {
        "resource_type": "source", "name": "concerns", "schema": "x", "columns": {},
        "relation_name": "read_parquet('/other/accepted/concerns/*.parquet', union_by_name = true)",
    }  # fmt: skip
    for name, sql in SQL.items():
        (tmp_path / "compiled/p/models").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"compiled/p/models/{name}.sql").write_text(sql)
    nodes = {
        "stg": node("stg", "feed"),
        "fct": node("fct", "stg"),
        "py": node("py", "fct", language="python", columns=("concern_id", "status")),
        "lost": node("lost", "stg"),
    }
    return ProjectLineage({"nodes": nodes, "sources": {"feed": source}}, tmp_path)


def test_a_feed_is_known_by_its_place_in_every_home(lineage: ProjectLineage) -> None:
    assert lineage.of("stg")["load_id"] == (ColumnRef("feed", "_load_id"),)
    assert lineage.columns("feed") == tuple(name for name, _ in contract("concerns").accepted_schema())
    assert lineage.columns("stg") == ("concern_id", "summary", "load_id")


def test_upstream_ends_at_the_feed(lineage: ProjectLineage) -> None:
    assert lineage.upstream([ColumnRef("fct", "n")]) == {
        ColumnRef("fct", "n"): (ColumnRef("stg", ROWS),),
        ColumnRef("stg", ROWS): (ColumnRef("feed", ROWS),),
        ColumnRef("feed", ROWS): (),
    }


def test_a_model_in_python_takes_columns_by_name_and_its_own_from_all(lineage: ProjectLineage) -> None:
    assert lineage.of("py") == {
        "concern_id": (ColumnRef("fct", "concern_id"),),
        "status": (ColumnRef("fct", "concern_id"), ColumnRef("fct", "n")),
        ROWS: (ColumnRef("fct", ROWS),),
    }


def test_a_model_that_was_not_compiled_is_named(lineage: ProjectLineage) -> None:
    with pytest.raises(LineageError, match=r"lost\.sql is missing: build the whole warehouse"):
        lineage.of("lost")


def test_sql_that_cannot_be_read_is_named(lineage: ProjectLineage, tmp_path: Path) -> None:
    (tmp_path / "compiled/p/models/lost.sql").write_text("select from where (")
    with pytest.raises(LineageError, match="The lineage of lost cannot be read"):
        lineage.of("lost")
