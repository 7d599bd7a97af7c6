"""Which models must be built again: what reads a source that has changed, and all that follows from it.

Belongs here: walking dbt's graph from the sources that differ between two builds. What is left out was made
by the same code from the same input, so a build would make the same rows once more (decision 60).
"""

from collections.abc import Mapping
from typing import Any

from orchestration.lib.warehouse.inputs import BuildInputs

_LOAD_AUDIT = "load_audit"
# The only macro by which a model of a feed reads the audit: the order of the loads of that very feed.
_RANKED = "ranked_by_load"
# Hands to disclosure control what releases told.
MEMORY = "stg_ops__released_survey_cell"


def kept_models(
    manifest: Mapping[str, Any], before: BuildInputs, now: BuildInputs, told: str | None
) -> frozenset[str]:
    """Return the ids of models and seeds that need not be built again.

    Args:
        manifest: dbt's manifest.
        before: What the last whole build read.
        now: What a build would read.
        told: What a release of the last build tells of survey cells; None if no candidate was made of it.
    """
    nodes = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")
    }
    if before.code != now.code:
        return frozenset()
    sources = manifest["sources"]
    # Of a source that nobody keeps account of nothing is known: what reads it is always built.
    changed = {
        key
        for key, node in sources.items()
        if node["name"] not in now.sources or before.sources.get(node["name"]) != now.sources[node["name"]]
    }
    stale = {key for key, node in nodes.items() if _reads(node, changed, sources)}
    # What a release told of its own verdicts asks for no other verdict: disclosure control finds the same
    # again (disclosure/remembered.py). The table of what was told is made anew, what follows from it is not.
    told_itself = told is not None and now.told == (*before.told, told)
    ends = {key for key, node in nodes.items() if told_itself and node["name"] == MEMORY}
    readers = _readers(nodes)
    waiting = [key for key in stale if key not in ends]
    while waiting:
        following = readers.get(waiting.pop(), set()) - stale
        stale |= following
        waiting.extend(following)
    return frozenset(nodes) - stale


def _reads(node: Mapping[str, Any], changed: set[str], sources: Mapping[str, Any]) -> bool:
    read = changed.intersection(node["depends_on"].get("nodes", ()))
    if _only_ranks(node):
        read = {key for key in read if sources[key]["name"] != _LOAD_AUDIT}
    return bool(read)


def _only_ranks(node: Mapping[str, Any]) -> bool:
    """Whether a model reads of the audit only the order of loads, which is part of its feed's state."""
    macros = node["depends_on"].get("macros", ())
    return any(macro.endswith(f".{_RANKED}") for macro in macros) and _LOAD_AUDIT not in node["raw_code"]


def _readers(nodes: Mapping[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, node in nodes.items():
        for parent in node["depends_on"].get("nodes", ()):
            found.setdefault(parent, set()).add(key)
    return found
