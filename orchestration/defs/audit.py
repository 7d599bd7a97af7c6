"""The operational record: one row per load, per quarantined fault, and per survey cell told of before."""

from collections.abc import Iterator

import dagster as dg

from expectations.contract import FEEDS
from orchestration.lib import stages
from orchestration.lib.home import Home


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            key,
            deps=[dg.AssetKey(stages.accepted_key(feed)) for feed in feeds],
            group_name="audit",
            kinds={"parquet"},
            description=description,
        )
        for key, feeds, description in (
            (
                stages.LOAD_AUDIT,
                FEEDS,
                "One row per load: rows in, accepted, quarantined, and how it stands.",
            ),
            (
                stages.QUARANTINE,
                FEEDS,
                "One row per fault found in a row or cell, with rule and remedy. Restricted.",
            ),
            (
                stages.RELEASED_SURVEY_CELL,
                # Made from releases cut earlier; the one to come must not stand before itself.
                (),
                "What kept releases told about survey cells: what was hidden once stays hidden.",
            ),
        )
    ]
)
def ops_record() -> Iterator[dg.MaterializeResult[None]]:
    """Write all three tables anew from the loads, the ledger and the releases."""
    from orchestration.lib.gates.audit import write_ops
    from orchestration.lib.release.memory import write_memory

    home = Home.from_environment()
    write_ops(home)
    write_memory(home)
    for key in (stages.LOAD_AUDIT, stages.QUARANTINE, stages.RELEASED_SURVEY_CELL):
        yield dg.MaterializeResult(asset_key=dg.AssetKey(key))
