"""The gate of each feed, and the loads that passed it.

The check blocks within a run; promotion asks for a receipt for exactly these bytes, so that no other route
(a later run, a single asset, the UI) gets past a refused gate either.
"""

import dagster as dg

from expectations.contract import FEEDS, contract
from orchestration.lib import stages
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
    def promote_loads() -> dg.MaterializeResult[None]:
        from orchestration.lib.gates.promotion import promote

        promotion = promote(Home.from_environment(), feed)
        return dg.MaterializeResult(
            metadata={
                "loads": len(promotion.standing),
                "added": len(promotion.added),
                "removed": len(promotion.removed),
                "dagster/row_count": promotion.row_count,
            }
        )

    return promote_loads


feed_gates = [_feed_gate(feed) for feed in FEEDS]
accepted_assets = [_accepted_asset(feed) for feed in FEEDS]
