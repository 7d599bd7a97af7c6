"""The dbt models: staging, intermediate, marts, reports and their published copies.

dbt is the only writer of the warehouse file. Business meaning is in `dbt_project/`, not here.
"""

import atexit
import os
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)

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


# Source tests stay off as checks: switched on they exempt the dbt step from the gates of its sources.
_TRANSLATOR = WarehouseTranslator(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=False))


@dbt_assets(
    manifest=manifest_path(),
    dagster_dbt_translator=_TRANSLATOR,
    project=DbtProject(project_dir=DBT_PROJECT, profiles_dir=DBT_PROJECT),
)
def warehouse_models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """Build every model, seed and test in dependency order."""
    from orchestration.defs.column_lineage import with_column_lineage
    from orchestration.lib.lineage.project import ProjectLineage
    from orchestration.lib.warehouse.build_record import begin_build, finish_build

    home = Home.from_environment()
    # The blocking checks guard one run; this guards every other route to the same step.
    digest = begin_build(home)
    os.environ["EQW_HOME"] = str(home.root)  # dbt's profile and sources find the home by it
    # Unit tests judge the SQL, not the data: they belong to `make test`.
    # A debug log of every query costs a fifth of a run's processor time; what fails is told without it.
    arguments = ["build", "--exclude-resource-type", "unit_test", "--log-level-file", "info"]
    invocation = dbt.cli(arguments, context=context, target_path=home.dbt_target)
    # An interrupted run must not leave dbt behind, holding the warehouse. Where the interrupt falls into
    # Dagster's own code, this generator is never resumed: then the end of the process stops it.
    atexit.register(_stop, invocation.process)
    try:
        lineage = ProjectLineage(invocation.manifest, home.dbt_target)
        for event in invocation.stream():
            yield with_column_lineage(event, lineage, context.log)
    finally:
        _stop(invocation.process)
        atexit.unregister(_stop)
    # Reached only when no model and no test failed. A build of some models says nothing of the others.
    if not context.is_subset:
        finish_build(home, digest)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that is still running, and wait until it has ended."""
    if process.poll() is None:
        process.terminate()
        process.wait()
