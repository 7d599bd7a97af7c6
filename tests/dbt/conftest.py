"""The manifest, parsed once for all tests that read it."""

import json
from typing import Any

import pytest
from warehouse_home import run_dbt

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
