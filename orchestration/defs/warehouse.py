"""The dbt models: staging, intermediate, marts, reports and their published copies.

dbt is the only writer of the warehouse file. Business meaning is in `dbt_project/`, not here.
"""

import atexit
import json
import logging
import os
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster._core.definitions.source_asset import SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.lib.home import DBT_PROJECT, Home
from orchestration.lib.warehouse.manifest import manifest_path


class WarehouseTranslator(DagsterDbtTranslator):
    """Key = layer / table, group = layer: the same words as the folders and the schemas."""

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Return the spec of one model or seed, renamed to its layer and table."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id)
        if node is None:
            # A source: its key is written in the source's YAML and is that of the accepted loads.
            return spec
        layer, table = node["schema"], node.get("alias") or node["name"]
        return spec.replace_attributes(
            key=dg.AssetKey([layer, table]),
            group_name=layer,
            kinds={"dbt", "duckdb"},
            description=node["description"],
        )


# Tests of a model that is kept passed when it was built: that they are not run again needs no warning each.
logging.getLogger("dagster._core.execution.plan.active").addFilter(
    lambda record: "emitted no result" not in record.getMessage()
)

# Source tests stay off as checks: switched on they exempt the dbt step from the gates of its sources.
_TRANSLATOR = WarehouseTranslator(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=False))


@dbt_assets(
    manifest=manifest_path(),
    dagster_dbt_translator=_TRANSLATOR,
    project=DbtProject(project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT),
)
def warehouse_models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """Build every model, seed and test in dependency order, but what would only be made again as it is."""
    from orchestration.lib.warehouse.build_record import begin_build, finish_build

    home = Home.from_environment()
    # The blocking checks guard one run; this guards every other route to the same step.
    build = begin_build(home)
    # What somebody selects is built, whatever is known of it; of the other models it says nothing.
    kept = frozenset() if context.is_subset else build.kept
    nodes = {k: n for k, n in _manifest()["nodes"].items() if n["resource_type"] in ("model", "seed")}
    context.log.info(f"Built anew: {len(nodes) - len(kept)} of {len(nodes)} models and seeds.")
    # Dagster wants what a table is made from put out before it: what is kept goes first, with its parents.
    early = {parent for key in kept for parent in (key, *nodes[key]["depends_on"].get("nodes", ()))}
    yield from _without_record(context, nodes.keys() & early)
    if len(kept) < len(nodes):
        for event in _build(context, dbt, home, sorted(nodes[key]["name"] for key in kept)):
            yield _as_record(context, event, early)
    # Reached only when no model and no test failed.
    if not context.is_subset:
        finish_build(home, build)


def _build(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, home: Home, kept: list[str]
) -> Iterator[Any]:
    """Let dbt build all models but some, and test all that touches what it builds."""
    from orchestration.defs.column_lineage import with_column_lineage
    from orchestration.lib.lineage.project import ProjectLineage

    os.environ["EQW_HOME"] = str(home.root)  # dbt's profile and sources find the home by it
    # Unit tests judge the SQL, not the data: they belong to `make test`.
    # A debug log of every query costs a fifth of a run's processor time; what fails is told without it.
    arguments = ["build", "--exclude-resource-type", "unit_test", "--log-level-file", "info"]
    if kept:
        # Cautious: a test is left out with the models it reads only when all of them are left out.
        arguments += ["--exclude", " ".join(kept), "--indirect-selection", "cautious"]
    invocation = dbt.cli(arguments, context=context, target_path=home.dbt_target)
    # An interrupted run must not leave dbt behind, holding the warehouse. Where the interrupt falls into
    # Dagster's own code, this generator is never resumed: then the end of the process stops it.
    atexit.register(_stop, invocation.process)
    events = iter(invocation.stream())
    try:
        lineage = ProjectLineage(invocation.manifest, home.dbt_target)
        for event in events:
            yield with_column_lineage(event, lineage, context.log)
    finally:
        _stop(invocation.process)
        # dagster-dbt's own reader of dbt's lines cannot be closed in their middle, only read to their end.
        with suppress(DagsterDbtCliRuntimeError):
            deque(events, maxlen=0)
        atexit.unregister(_stop)


def _without_record(context: dg.AssetExecutionContext, models: Iterable[str]) -> Iterator[dg.Output[None]]:
    """Let what depends on models that are not built go on, without a record that they were built.

    Dagster skips a step whose input was not put out, and takes every output of an asset for its
    materialisation, but for this mark of its own (decision 60).
    """
    output_of = {key: name for name, key in context.assets_def.node_keys_by_output_name.items()}
    for unique_id in _in_order(models):
        key = _TRANSLATOR.get_asset_spec(_manifest(), unique_id, None).key
        yield dg.Output(None, output_of[key], metadata={SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION: True})


def _in_order(models: Iterable[str]) -> Iterable[str]:
    """Return models so that each follows what it is made from."""
    nodes, wanted = _manifest()["nodes"], set(models)
    graph = {key: wanted.intersection(nodes[key]["depends_on"].get("nodes", ())) for key in sorted(wanted)}
    return TopologicalSorter(graph).static_order()


def _as_record(context: dg.AssetExecutionContext, event: Any, early: set[str]) -> Any:
    """Return the output of a model that was put out before as the record alone that it was built."""
    if not isinstance(event, dg.Output) or event.metadata["unique_id"].value not in early:
        return event
    key = context.assets_def.node_keys_by_output_name[event.output_name]
    return dg.AssetMaterialization(key, metadata=event.metadata)


@cache
def _manifest() -> Any:
    return json.loads(manifest_path().read_text(encoding="utf-8"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that is still running, and wait until it has ended."""
    if process.poll() is None:
        process.terminate()
        process.wait()
