"""The operational record that travels with the data: one row per load, one row per quarantined fault."""

from collections.abc import Iterator

import dagster as dg

from expectations.contract import FEEDS
from orchestration.lib import stages
from orchestration.lib.home import Home


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            key,
            deps=[dg.AssetKey(stages.accepted_key(feed)) for feed in FEEDS],
            group_name="audit",
            kinds={"parquet"},
            description=description,
        )
        for key, description in (
            (stages.LOAD_AUDIT, "One row per load: rows in, accepted, quarantined, and how it stands."),
            (
                stages.QUARANTINE,
                "One row per fault found in a row or cell, with rule and remedy. Restricted.",
            ),
        )
    ]
)
def ops_record() -> Iterator[dg.MaterializeResult[None]]:
    """Write both tables anew from the loads and the ledger."""
    from orchestration.lib.gates.audit import write_ops

    write_ops(Home.from_environment())
    for key in (stages.LOAD_AUDIT, stages.QUARANTINE):
        yield dg.MaterializeResult(asset_key=dg.AssetKey(key))
