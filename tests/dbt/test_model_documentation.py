"""Every table for readers tells what it holds, since when, and with which warnings, unasked."""

import re
from typing import Any

import pytest

Node = dict[str, Any]

# meta key -> type it must have
REQUIRED_META = {
    "grain": str,
    "primary_key": list,
    "owner": str,
    "years": str,
    "caveats": list,
    "example_query": str,
}


def is_for_readers(node: Node) -> bool:
    """Whether the model is one that readers of the warehouse or of a release query."""
    return node["path"].split("/")[0] in {"marts", "reports"} or node["schema"] == "published"


def required_meta(node: Node) -> dict[str, type]:
    """What `config.meta` must say; a released table has no owner of its own, its mart has."""
    return {k: t for k, t in REQUIRED_META.items() if k != "owner" or node["schema"] != "published"}


def missing_documentation(node: Node) -> list[str]:
    """What the documentation of one model lacks."""
    meta = node["config"]["meta"]
    faults = [
        f"meta {key} is missing, empty or no {kind.__name__}"
        for key, kind in required_meta(node).items()
        if not isinstance(meta.get(key), kind) or not meta[key]
    ]
    if not node["description"].strip():
        faults.append("the model has no description")
    if not node["columns"]:
        faults.append("no column is listed")
    faults += [
        f"column {name} has no description"
        for name, c in node["columns"].items()
        if not c["description"].strip()
    ]
    faults += [
        f"key column {name} is not listed"
        for name in meta.get("primary_key", [])
        if name not in node["columns"]
    ]
    if not re.search(rf"\b{node['alias']}\b", str(meta.get("example_query", ""))):
        faults.append("the example query does not read the model")
    return faults


def test_every_table_for_readers_is_documented(models: dict[str, Node]) -> None:
    faults = {n["name"]: missing_documentation(n) for n in models.values() if is_for_readers(n)}
    assert {"dim_provider", "rpt_triangulation", "pub_dim_provider"} <= set(faults)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("name", ["dim_provider", "pub_dim_provider"])
@pytest.mark.parametrize("key", REQUIRED_META)
def test_a_missing_meta_key_is_found(models: dict[str, Node], key: str, name: str) -> None:
    node = next(n for n in models.values() if n["name"] == name)
    if key not in required_meta(node):
        return
    meta = {name: value for name, value in node["config"]["meta"].items() if name != key}
    assert missing_documentation({**node, "config": {**node["config"], "meta": meta}})


def test_a_column_without_description_is_found(models: dict[str, Node]) -> None:
    node = next(n for n in models.values() if n["name"] == "dim_provider")
    columns = {**node["columns"], "icb_code": {**node["columns"]["icb_code"], "description": " "}}
    assert missing_documentation({**node, "columns": columns}) == ["column icb_code has no description"]


def test_every_model_and_column_of_ours_is_described(models: dict[str, Node]) -> None:
    silent = [n["name"] for n in models.values() if not n["description"].strip()]
    silent += [
        f"{n['name']}.{name}"
        for n in models.values()
        for name, c in n["columns"].items()
        if not c["description"].strip()
    ]
    assert silent == []


def test_every_seed_is_described_with_typed_columns(manifest: Node) -> None:
    faults = [
        f"{seed['name']}.{name}"
        for seed in manifest["nodes"].values()
        if seed["resource_type"] == "seed"
        for name, column in seed["columns"].items()
        if not column["description"].strip() or name not in seed["config"]["column_types"]
    ]
    assert faults == []


def test_every_unit_test_and_singular_test_tells_its_purpose(manifest: Node) -> None:
    singular = [
        n for n in manifest["nodes"].values() if n["resource_type"] == "test" and not n.get("test_metadata")
    ]
    headings = ("What is it?", "When does it matter?", "How to resolve:")
    without = [n["name"] for n in singular if not all(heading in n["raw_code"] for heading in headings)]
    assert singular
    assert without == []
