"""From landing to loads: what was dropped is seen, archived, read and sorted."""

import dagster as dg
from pydantic import Field, field_validator

from expectations.contract import FEEDS, contract
from orchestration.lib import stages
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
    group_name="landing",
    kinds={"file"},
    description="Every file seen in landing, archived under the SHA-256 of its bytes before it is read.",
)
def landing_sightings(config: Sightings) -> dg.MaterializeResult[None]:
    """Archive and record what lies in landing."""
    from orchestration.lib.landing.ledger import register_landing, sightings

    home = Home.from_environment()
    new = register_landing(home, config.feeds)
    names = ", ".join(sighting.file_name for sighting in new) or "none"
    return dg.MaterializeResult(
        metadata={"new_files": len(new), "new_file_names": names, "files_ever_seen": len(sightings(home))}
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


landing_assets = [_landing_asset(feed) for feed in FEEDS]
