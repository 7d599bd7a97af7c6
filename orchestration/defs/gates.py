"""The gate of each feed, and the loads that passed it.

The check blocks within a run; promotion asks for a receipt for exactly these bytes, so that no other route
(a later run, a single asset, the UI) gets past a refused gate either.
"""

import dagster as dg

from expectations.contract import FEEDS, contract
from orchestration.lib import stages
from orchestration.lib.gates.partitions import DIMENSIONS, carried, changed, tell
from orchestration.lib.home import Home


def _feed_gate(feed: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=dg.AssetKey(stages.landing_key(feed)),
        name=f"gate_{feed}",
        blocking=True,
        description=f"Great Expectations suite of {feed} on every load that has no receipt for its bytes.",
    )
    def gate() -> dg.AssetCheckResult:
        from orchestration.lib.gates.feed_gate import check_feed
        from orchestration.lib.gates.standing import standing
        from orchestration.lib.quality.check_metadata import feed_metadata

        home = Home.from_environment()
        verdicts = check_feed(home, feed)
        standings = standing(home, [feed])
        refused = [found for found in standings if found.is_blocking]
        shown = feed_metadata(home, feed, standings)
        return dg.AssetCheckResult(
            passed=not refused,
            # What fails without stopping the run is shown in the colour of a warning.
            severity=dg.AssetCheckSeverity.WARN if shown.only_warns else dg.AssetCheckSeverity.ERROR,
            description="; ".join(f"{s.file_name}: {s.reason}" for s in refused) or None,
            metadata={
                **shown.numbers,
                "loads_checked": len(verdicts),
                "loads_refused": len(refused),
                "suite_version": shown.suite_version,
                "rules": dg.MetadataValue.md(shown.rules),
                "failing_rows": dg.MetadataValue.md(shown.failing_rows),
                "quality_page": dg.MetadataValue.path(str(shown.page)),
            },
        )

    return gate


def _accepted_asset(feed: str) -> dg.AssetsDefinition:
    described = contract(feed)

    @dg.asset(
        key=stages.accepted_key(feed),
        deps=[dg.AssetKey(stages.landing_key(feed))],
        group_name="landing",
        kinds={"parquet"},
        description=f"{described.title}: the loads that passed their gate, the only ones dbt reads.",
    )
    def promote_loads(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        from orchestration.lib.gates.promotion import promote

        home = Home.from_environment()
        promotion = promote(home, feed)
        if feed in DIMENSIONS:
            _tell_partitions(context, home, feed)
        return dg.MaterializeResult(
            metadata={
                "loads": len(promotion.standing),
                "added": len(promotion.added),
                "removed": len(promotion.removed),
                "dagster/row_count": promotion.row_count,
            }
        )

    return promote_loads


def _tell_partitions(context: dg.AssetExecutionContext, home: Home, feed: str) -> None:
    """Record a materialisation of every wave, cycle, month or date whose loads are others than before."""
    now = carried(home, feed)
    changes, gone = changed(home, feed, now)
    name = DIMENSIONS[feed].name
    # Dagster's own record may be younger than the home.
    unheard = now.keys() - set(context.instance.get_dynamic_partitions(name))
    context.instance.add_dynamic_partitions(name, sorted(unheard))
    for key in sorted({*changes, *unheard}):
        context.log_event(
            dg.AssetMaterialization(
                stages.partitions_key(feed),
                partition=key,
                metadata={"loads": ", ".join(now[key].loads), "dagster/partition_row_count": now[key].rows},
            )
        )
    if gone:
        context.log.info(f"Nothing is accepted any more of {name} {', '.join(gone)}.")
    tell(home, feed, now)


feed_gates = [_feed_gate(feed) for feed in FEEDS]
accepted_assets = [_accepted_asset(feed) for feed in FEEDS]
