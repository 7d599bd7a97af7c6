"""The whole project built on a home without a single file: unit tests run, and no model needs every feed."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from warehouse_home import empty_home, run_dbt

from orchestration.lib.home import Home


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which `dbt build` ran on no input at all."""
    home = empty_home(tmp_path_factory.mktemp("empty"))
    run_dbt(home, "build")
    return home


@pytest.fixture
def warehouse(built: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        yield connection


def results(home: Home, resource_type: str) -> list[dict[str, Any]]:
    """Results of one kind of node in the last dbt command."""
    text = (home.dbt_target / "run_results.json").read_text(encoding="utf-8")
    return [r for r in json.loads(text)["results"] if r["unique_id"].startswith(f"{resource_type}.")]


def test_every_unit_test_ran_and_passed(built: Home, manifest: dict[str, Any]) -> None:
    ran = {result["unique_id"]: result["status"] for result in results(built, "unit_test")}
    assert ran.keys() == manifest["unit_tests"].keys()
    assert set(ran.values()) == {"pass"}


def test_no_test_only_warned_or_was_skipped(built: Home) -> None:
    assert {result["status"] for result in results(built, "test")} == {"pass"}


def test_facts_are_empty_and_reference_is_there(warehouse: duckdb.DuckDBPyConnection) -> None:
    counts = dict(
        warehouse.execute(
            "select table_name, estimated_size from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
    )
    assert {name: n for name, n in counts.items() if name.startswith(("fct_", "brg_")) and n} == {}
    assert min(counts["dim_profession"], counts["dim_eqf_domain"], counts["dim_date"]) > 0


def test_every_example_query_runs(warehouse: duckdb.DuckDBPyConnection, models: dict[str, Any]) -> None:
    examples = [
        node["config"]["meta"]["example_query"]
        for node in models.values()
        if node["path"].split("/")[0] in {"marts", "reports"}
    ]
    assert examples
    for query in examples:
        warehouse.execute(query)
