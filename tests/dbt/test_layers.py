"""One direction of data: who may refer to whom, how models are called, what every layer promises.

The baseline is empty: there is no list of exceptions, and none is to be added.
"""

from pathlib import Path
from typing import Any

import pytest

from expectations import reference
from expectations.contract import FEEDS, contract
from orchestration.lib import stages

ROOT = Path(__file__).resolve().parents[2]
Node = dict[str, Any]

# layer -> layers it may refer to ("dim" and "fct" are the two kinds of marts)
MAY_REFER_TO = {
    "staging": {"source", "staging"},
    "intermediate": {"staging", "intermediate", "seed"},
    "scoring": {"staging", "intermediate", "scoring", "dim", "fct", "seed"},
    "dim": {"staging", "intermediate", "seed"},
    "fct": {"staging", "intermediate", "scoring", "dim", "seed"},
    "reports": {"dim", "fct", "scoring", "reports", "seed"},
    "qc": {"staging", "intermediate", "dim", "fct", "seed"},
    "ops": {"staging"},
    "disclosure": {"staging", "intermediate", "seed"},
    "published": {"dim", "fct", "reports", "ops", "scoring", "disclosure", "published", "seed"},
}
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "scoring": ("int_",),
    "dim": ("dim_",),
    "fct": ("fct_", "brg_"),
    "reports": ("rpt_",),
    "qc": ("qc_",),
    "ops": ("ops_",),
    "disclosure": ("dsc_",),
    "published": ("pub_", "int_"),
}
SCHEMAS = {
    "staging": "staging",
    "intermediate": "intermediate",
    "scoring": "intermediate",
    "dim": "marts",
    "fct": "marts",
    "reports": "reports",
    "qc": "ops",
    "ops": "ops",
    "disclosure": "disclosure",
}


def layer(node: Node) -> str:
    """Layer of a node, from its place in the tree."""
    if node["resource_type"] != "model":
        return str(node["resource_type"])
    folder = node["path"].split("/")[0]
    if folder == "marts":
        return "dim" if node["name"].startswith("dim_") else "fct"
    return str(folder)


def parents(node: Node, manifest: Node) -> list[Node]:
    known = {**manifest["nodes"], **manifest["sources"]}
    return [known[key] for key in node["depends_on"]["nodes"]]


def forbidden_references(models: dict[str, Node], manifest: Node) -> list[str]:
    return [
        f"{layer(node)} {node['name']} refers to {layer(parent)} {parent['name']}"
        for node in models.values()
        for parent in parents(node, manifest)
        if layer(parent) not in MAY_REFER_TO[layer(node)]
    ]


def test_data_flows_in_one_direction(models: dict[str, Node], manifest: Node) -> None:
    assert forbidden_references(models, manifest) == []


def test_a_reference_against_the_flow_is_found(models: dict[str, Node], manifest: Node) -> None:
    staging = next(key for key, node in models.items() if layer(node) == "staging")
    report = next(key for key, node in models.items() if layer(node) == "reports")
    turned = {**models[staging], "depends_on": {"nodes": [report]}}
    found = forbidden_references({staging: turned}, manifest)
    assert found == [f"staging {turned['name']} refers to reports {models[report]['name']}"]


def test_staging_stays_within_its_source(models: dict[str, Node], manifest: Node) -> None:
    across = [
        (node["name"], parent["name"])
        for node in models.values()
        if layer(node) == "staging"
        for parent in parents(node, manifest)
        if layer(parent) == "staging" and Path(parent["path"]).parent != Path(node["path"]).parent
    ]
    assert across == []


def test_the_prefix_tells_the_layer(models: dict[str, Node]) -> None:
    wrong = [n["name"] for n in models.values() if not n["name"].startswith(PREFIXES[layer(n)])]
    assert wrong == []


def test_staging_names_its_source(models: dict[str, Node]) -> None:
    wrong = [
        node["name"]
        for node in models.values()
        if layer(node) == "staging" and not node["name"].startswith(f"stg_{Path(node['path']).parent.name}__")
    ]
    assert wrong == []


def test_every_layer_has_its_schema(models: dict[str, Node]) -> None:
    wrong = [
        (node["name"], node["schema"])
        for node in models.values()
        if layer(node) in SCHEMAS and node["schema"] != SCHEMAS[layer(node)]
    ]
    assert wrong == []


def test_contracts_are_enforced_on_staging_and_marts(models: dict[str, Node]) -> None:
    without = [
        node["name"]
        for node in models.values()
        if layer(node) in {"staging", "dim", "fct"} and not node["config"]["contract"]["enforced"]
    ]
    assert without == []


def unique_keys(manifest: Node) -> dict[str, list[set[str]]]:
    """Model id -> column sets that some enabled error-level test proves unique."""
    keys: dict[str, list[set[str]]] = {}
    for test in manifest["nodes"].values():
        proof = test.get("test_metadata")
        if test["resource_type"] != "test" or proof is None or test["config"]["severity"].lower() != "error":
            continue
        if proof["name"] == "unique":
            columns = {proof["kwargs"]["column_name"]}
        elif proof["name"] == "unique_combination":
            columns = set(proof["kwargs"]["columns"])
        else:
            continue
        keys.setdefault(test["attached_node"], []).append(columns)
    return keys


def test_every_mart_and_report_proves_its_primary_key(models: dict[str, Node], manifest: Node) -> None:
    proved = unique_keys(manifest)
    unproved = [
        node["name"]
        for key, node in models.items()
        if layer(node) in {"dim", "fct", "reports"}
        and set(node["config"]["meta"].get("primary_key", [])) not in proved.get(key, [])
    ]
    assert unproved == []


def test_every_model_has_its_yaml_beside_it(models: dict[str, Node]) -> None:
    astray = [
        node["name"]
        for node in models.values()
        if (node["patch_path"] or "").split("://")[-1]
        != str(Path(node["original_file_path"]).with_suffix(".yml"))
    ]
    assert astray == []


def test_sql_stays_short(models: dict[str, Node]) -> None:
    long = [n["name"] for n in models.values() if len(n["raw_code"].splitlines()) > 120]
    assert long == []


@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_is_a_source_fed_by_its_accepted_asset(feed: str, manifest: Node) -> None:
    (source,) = (s for s in manifest["sources"].values() if s["name"] == feed)
    assert source["config"]["meta"]["dagster"]["asset_key"] == ["accepted", feed]
    assert "/accepted/{name}/*.parquet" in source["source_meta"]["external_location"]


def test_operational_sources_are_fed_by_their_assets(manifest: Node) -> None:
    keys = {
        source["name"]: source["config"]["meta"]["dagster"]["asset_key"]
        for source in manifest["sources"].values()
        if source["source_name"] == "ops"
    }
    assert keys == {
        "load_audit": stages.LOAD_AUDIT,
        "quarantine": stages.QUARANTINE,
        "released_survey_cell": stages.RELEASED_SURVEY_CELL,
    }


def test_natural_keys_are_those_of_the_contracts() -> None:
    macro = (ROOT / "dbt_project/macros/natural_keys.sql").read_text(encoding="utf-8")
    listed = {
        line.split(":")[0].strip(" '"): [
            part.strip(" ',[]") for part in line.split(":")[1].split(",") if part.strip()
        ]
        for line in macro.splitlines()
        if line.strip().startswith("'")
    }
    assert listed == {feed: list(contract(feed).key) for feed in FEEDS}


def test_question_columns_are_those_of_the_question_bank() -> None:
    macro = (ROOT / "dbt_project/macros/survey_questions.sql").read_text(encoding="utf-8")
    listed = [part for part in macro.split("'")[1::2]]
    bank = reference.questions()
    assert listed == [q.code for q in bank if not q.is_multi] + [q.code for q in bank if q.is_multi]


def test_characteristics_are_those_of_the_seed_and_restricted_in_the_return() -> None:
    macro = (ROOT / "dbt_project/macros/survey_breakdowns.sql").read_text(encoding="utf-8")
    listed = macro.split("{% macro protected_characteristics() -%}")[1].split("endmacro")[0].split("'")[1::2]
    assert listed == [row["characteristic_code"] for row in reference.seed("protected_characteristic")]
    assert set(listed) <= {c.name for c in contract("nets_responses").columns if c.restricted}


def test_every_characteristic_tells_silence_from_an_answer_apart() -> None:
    kinds: dict[str, set[str]] = {}
    for row in reference.seed("characteristic_group"):
        kinds.setdefault(row["characteristic_code"], set()).add(row["group_code"])
    assert kinds.keys() == {row["characteristic_code"] for row in reference.seed("protected_characteristic")}
    assert [
        c for c, codes in kinds.items() if not {"not_listed", "prefer_not_to_say", "not_stated"} <= codes
    ] == []
