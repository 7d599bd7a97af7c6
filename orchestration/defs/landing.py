"""From landing to loads: what was dropped is seen, archived, read and sorted."""

from datetime import timedelta

import dagster as dg
from pydantic import Field, field_validator

from expectations.contract import FEEDS, contract
from orchestration.lib import stages
from orchestration.lib.automation.freshness import awaited
from orchestration.lib.home import Home


class Sightings(dg.Config):
    """Which files a run takes in.

    Attributes:
        feeds: Files of other feeds stay unseen: a later run takes them in.
    """

    feeds: list[str] = Field(default_factory=lambda: list(FEEDS))

    @field_validator("feeds")
    @classmethod
    def _are_feeds(cls, feeds: list[str]) -> list[str]:
        if unknown := set(feeds) - set(FEEDS):
            raise ValueError(f"no such feed: {', '.join(sorted(unknown))}; the feeds are {', '.join(FEEDS)}")
        return feeds


@dg.asset(
    key=stages.SIGHTINGS,
    deps=[dg.AssetKey(stages.files_key(feed)) for feed in FEEDS],
    group_name="landing",
    kinds={"file"},
    description="Every file seen in landing, archived under the SHA-256 of its bytes before it is read.",
)
def landing_sightings(context: dg.AssetExecutionContext, config: Sightings) -> dg.MaterializeResult[None]:
    """Archive and record what lies in landing."""
    from orchestration.lib.landing.ledger import loads_in_order, register_landing, sightings

    home = Home.from_environment()
    new = register_landing(home, config.feeds)
    for feed in sorted({sighting.feed for sighting in new}):
        # The same bytes under another name are nothing new.
        came = [sighting for sighting in loads_in_order(home, feed) if sighting in new]
        if not came:
            continue
        context.log_event(
            dg.AssetMaterialization(
                stages.files_key(feed),
                metadata={
                    "files": ", ".join(sighting.file_name for sighting in came),
                    "bytes": sum(sighting.bytes for sighting in came),
                    "sha256": dg.MetadataValue.json({one.file_name: one.sha256 for one in came}),
                },
            )
        )
    names = ", ".join(sighting.file_name for sighting in new) or "none"
    return dg.MaterializeResult(
        metadata={"new_files": len(new), "new_file_names": names, "files_ever_seen": len(sightings(home))}
    )


def _files_of(feed: str) -> dg.AssetSpec:
    """Return what people send for a feed: not made here, but recorded whenever something new is seen."""
    wait = awaited()[feed]
    policy = None
    if wait.late is not None and wait.overdue is not None:
        policy = dg.FreshnessPolicy.time_window(
            warn_window=timedelta(days=wait.late), fail_window=timedelta(days=wait.overdue)
        )
    return dg.AssetSpec(
        stages.files_key(feed),
        group_name="files",
        kinds={"file"},
        freshness_policy=policy,
        description=f"{contract(feed).title}: files as they were sent. {wait.reason}",
    )


def _landing_asset(feed: str) -> dg.AssetsDefinition:
    described = contract(feed)
    upstream = [dg.AssetKey(stages.accepted_key(other)) for other in stages.referenced_feeds(feed)]

    @dg.asset(
        key=stages.landing_key(feed),
        deps=[dg.AssetKey(stages.SIGHTINGS), *upstream],
        group_name="landing",
        kinds={"duckdb", "parquet"},
        description=f"{described.title}. Grain: {described.grain}. Read and sorted, waiting for its gate.",
    )
    def load() -> dg.MaterializeResult[None]:
        from orchestration.lib.ingest.load import load_feed

        manifests = load_feed(Home.from_environment(), feed)
        return dg.MaterializeResult(
            metadata={
                "loads": len(manifests),
                "rows_in": sum(m.rows_in for m in manifests),
                "rows_accepted": sum(m.rows_accepted for m in manifests),
                "rows_quarantined": sum(m.rows_quarantined for m in manifests),
                "rejected_files": ", ".join(m.file_name for m in manifests if m.rejection) or "none",
            }
        )

    return load


files = [_files_of(feed) for feed in FEEDS]
landing_assets = [_landing_asset(feed) for feed in FEEDS]
