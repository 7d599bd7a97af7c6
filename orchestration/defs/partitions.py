"""Waves, cycles, months of recording, snapshot dates: what is there of each, and a backfill of any of them.

Belongs here: the partitioned view of accepted loads. Every run tells the partitions that changed
(`defs/gates.py`); a backfill from the UI makes the loads of the chosen ones anew, all of them in one run.
"""

import dagster as dg

from expectations.contract import contract
from orchestration.lib import stages
from orchestration.lib.gates.partitions import DIMENSIONS
from orchestration.lib.home import Home

_DEFINITIONS = {
    dimension.name: dg.DynamicPartitionsDefinition(name=dimension.name) for dimension in DIMENSIONS.values()
}


def _partitioned_asset(feed: str) -> dg.AssetsDefinition:
    dimension = DIMENSIONS[feed]

    @dg.asset(
        key=stages.partitions_key(feed),
        deps=[dg.AssetKey(stages.accepted_key(feed))],
        partitions_def=_DEFINITIONS[dimension.name],
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name="partitions",
        kinds={"parquet"},
        description=(
            f"{contract(feed).title} by {dimension.name.replace('_', ' ')}: which accepted loads carry it."
            " To materialise one makes its loads anew from the archive."
        ),
    )
    def partition(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        from orchestration.lib.gates.partitions import carried, tell
        from orchestration.lib.gates.rebuild import rebuild

        home = Home.from_environment()
        held = rebuild(home, feed, context.partition_keys)
        tell(home, feed, carried(home, feed))
        loads = sorted({load for one in held.values() for load in one.loads})
        return dg.MaterializeResult(
            metadata={"loads": ", ".join(loads), "rows": sum(one.rows for one in held.values())}
        )

    return partition


partitioned_assets = [_partitioned_asset(feed) for feed in DIMENSIONS]
