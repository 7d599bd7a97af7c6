"""Column lineage as metadata of each model's materialisation (`dagster/column_lineage`).

Belongs here: turning lineage into Dagster's words. Reading it from SQL is `lib/lineage`; decision 41 says why
it is not dagster-dbt's own. No asset is defined here.
"""

import logging
from typing import Any

import dagster as dg

from orchestration.lib.lineage.columns import ROWS
from orchestration.lib.lineage.project import LineageError, ProjectLineage


def with_column_lineage(event: Any, lineage: ProjectLineage, log: logging.Logger) -> Any:
    """Return an event of dbt with the lineage of its model; any other event as it is.

    A model whose SQL cannot be read is built all the same, and named in the log.
    """
    if not isinstance(event, dg.Output) or "unique_id" not in event.metadata:
        return event
    model = str(event.metadata["unique_id"].value)
    try:
        found = lineage.of(model)
    except LineageError as error:
        log.warning(str(error))
        return event
    deps = {
        column: [
            dg.TableColumnDep(asset_key=_asset_key(lineage.node(ref.table)), column_name=ref.column)
            for ref in refs
            if ref.column != ROWS
        ]
        for column, refs in found.items()
        if column != ROWS
    }
    if not deps:
        return event
    return event.with_metadata(
        {**event.metadata, "dagster/column_lineage": dg.TableColumnLineage(deps_by_column=deps)}
    )


def _asset_key(node: Any) -> dg.AssetKey:
    if node["resource_type"] == "source":
        return dg.AssetKey(node["config"]["meta"]["dagster"]["asset_key"])
    return dg.AssetKey([node["schema"], node.get("alias") or node["name"]])
