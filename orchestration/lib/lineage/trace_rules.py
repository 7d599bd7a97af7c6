"""Which rows of the feeds make a cell of a released table, as the table's own YAML declares it.

Belongs here: reading `config.meta.trace` from dbt's manifest. Following it is `trace.py`.

A rule names a staging model and a condition between its rows (`input`) and the released row (`cell`). A table
made of reference tables alone declares an empty list.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from expectations.contract import FEEDS
from orchestration.lib.warehouse.model_docs import PUBLISHED

Role = Literal["counted", "described", "compared"]


class TraceError(Exception):
    """A cell cannot be traced."""


class TraceRule(BaseModel):
    """Rows of one staging model that go into a cell.

    Attributes:
        rows: Staging model.
        where: Condition in SQL between `input`, a row of it, and `cell`, the released row.
        role: `counted` rows make the figures; `described` ones name or date them; with `compared` ones the
            figures are compared (benchmarks).
        adds_up: Figure of the cell and what of the rows gives it; several rules may add to one figure.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: str
    where: str
    role: Role = "counted"
    adds_up: dict[str, str] = {}


# The provider of a cell is described by its register rows, whatever the table.
_PROVIDER = TraceRule(
    rows="stg_register__provider_snapshot", role="described", where="input.provider_code = cell.provider_code"
)
_RULES = TypeAdapter(tuple[TraceRule, ...])


def trace_rules(manifest: Mapping[str, Any], table: str) -> tuple[TraceRule, ...]:
    """Return the rules of a released table.

    Args:
        manifest: dbt's manifest.
        table: Name of the table in a release.

    Raises:
        TraceError: There is no such table, or its model declares no or wrong rules.
    """
    models = {
        node["alias"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == PUBLISHED
    }
    if table not in models:
        raise TraceError(f"There is no released table '{table}'. Tables: {', '.join(sorted(models))}.")
    node = models[table]
    declared = node["config"]["meta"].get("trace")
    columns = set(node["columns"])
    if isinstance(declared, Mapping) and declared.get("like") in models:
        # Rows of the same cell of another table; figures that only the other one shows are left out.
        return tuple(
            rule.model_copy(update={"adds_up": {k: v for k, v in rule.adds_up.items() if k in columns}})
            for rule in trace_rules(manifest, declared["like"])
        )
    try:
        rules = _RULES.validate_python(declared)
    except ValidationError as error:
        raise TraceError(
            f"{node['original_file_path']}: config.meta.trace must list the staging rows of a cell ({error})."
        ) from error
    is_about_provider = "provider_code" in columns and not table.startswith("dim_")
    return (*rules, _PROVIDER) if is_about_provider else rules


def feed_of(manifest: Mapping[str, Any], staging: str) -> str:
    """Return the feed whose rows a staging model holds.

    Raises:
        TraceError: There is no such model, or it does not read exactly one feed.
    """
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["name"] == staging:
            sources = [manifest["sources"].get(key) for key in node["depends_on"]["nodes"]]
            feeds = [str(source["name"]) for source in sources if source and source["name"] in FEEDS]
            if len(feeds) == 1:
                return feeds[0]
    raise TraceError(f"'{staging}' is no staging model of one feed.")


def reference_tables(manifest: Mapping[str, Any], table: str) -> tuple[str, ...]:
    """Return the reference tables (seeds) on which a released table depends, however far up."""
    nodes = manifest["nodes"]
    waiting = [
        key for key, node in nodes.items() if node["resource_type"] == "model" and node["alias"] == table
    ]
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in seen and key in nodes:
            seen.add(key)
            waiting.extend(nodes[key]["depends_on"].get("nodes", ()))
    return tuple(sorted(nodes[key]["name"] for key in seen if nodes[key]["resource_type"] == "seed"))
