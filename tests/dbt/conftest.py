"""What is built once for several files: the manifest, and the provider dimensions of the real register."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from real_register import accept_snapshots
from warehouse_home import empty_home, run_dbt

from orchestration.lib.home import Home


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The manifest of a fresh parse: what dbt itself understands of the project."""
    home = Home(tmp_path_factory.mktemp("parse"))
    run_dbt(home, "parse")
    parsed: dict[str, Any] = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Models of the project by unique id."""
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse with the provider dimensions built from the real snapshots, their tests included."""
    home = empty_home(tmp_path_factory.mktemp("register"))
    accept_snapshots(home)
    # Cautious: tests that also need models outside this selection are left to the whole build.
    selected = ("+dim_provider", "+dim_provider_today", "+qc_provider_successor")
    run_dbt(home, "build", "--select", *selected, "--indirect-selection", "cautious")
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        yield connection
