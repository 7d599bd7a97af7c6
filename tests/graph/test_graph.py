"""The graph that Dagster shows, held as a snapshot: no asset, dependency, group or gate changes unnoticed.

After a change that is meant: `EQW_ACCEPT_GRAPH=1 .venv/bin/python -m pytest tests/graph`, then read the diff.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.warehouse.manifest import prepare_manifest

SNAPSHOT = Path(__file__).with_name("graph.json")


@cache
def graph() -> dict[str, Any]:
    prepare_manifest()
    from orchestration.definitions import defs

    definitions = defs()
    asset_graph = definitions.resolve_asset_graph()
    assets = {
        key.to_user_string(): {
            "group": asset_graph.get(key).group_name,
            "deps": sorted(parent.to_user_string() for parent in asset_graph.get(key).parent_keys),
        }
        for key in sorted(asset_graph.get_all_asset_keys())
    }
    checks = {
        check.to_user_string(): {"blocking": asset_graph.get(check).blocking}
        for check in sorted(asset_graph.asset_check_keys, key=lambda c: c.to_user_string())
        if check.name.startswith("gate_")
    }
    jobs = sorted(job.name for job in definitions.resolve_all_job_defs() if not job.name.startswith("__"))
    return {"assets": assets, "gates": checks, "jobs": jobs}


def test_graph_is_the_one_on_record() -> None:
    current = json.dumps(graph(), indent=1, sort_keys=True) + "\n"
    if os.environ.get("EQW_ACCEPT_GRAPH"):
        SNAPSHOT.write_text(current, encoding="utf-8")
    assert SNAPSHOT.is_file(), "no snapshot yet: run with EQW_ACCEPT_GRAPH=1"
    assert json.loads(current) == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_gate_blocks() -> None:
    assert graph()["gates"]
    assert all(check["blocking"] for check in graph()["gates"].values())


# Scores are intermediate models over marts, so these two share a rank; so do what people and stewards read.
RANK = {
    "files": 0, "landing": 0, "partitions": 1, "audit": 1, "reference": 1, "staging": 2, "intermediate": 3,
    "marts": 3, "reports": 4, "ops": 4, "disclosure": 5, "published": 6, "release": 7,
}  # fmt: skip


def test_data_flows_one_way() -> None:
    assets = graph()["assets"]
    assert {asset["group"] for asset in assets.values()} == set(RANK)
    for key, asset in assets.items():
        for parent in asset["deps"]:
            assert RANK[assets[parent]["group"]] <= RANK[asset["group"]], f"{parent} -> {key}"


@pytest.mark.parametrize("feed", ["nets_responses", "providers", "concern_events"])
def test_dbt_reads_accepted_loads_only(feed: str) -> None:
    readers = [k for k, a in graph()["assets"].items() if f"accepted/{feed}" in a["deps"]]
    assert any(key.startswith("staging/") for key in readers)
    assert not [
        k
        for k, a in graph()["assets"].items()
        if f"landing/{feed}" in a["deps"] and not k.startswith("accepted/")
    ]
