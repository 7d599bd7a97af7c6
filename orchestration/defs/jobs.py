"""What can be started as one thing."""

from typing import Any

import dagster as dg

from expectations.contract import FEEDS
from orchestration.lib import stages

# A run that died (its machine stopped, it was killed) is started again by the daemon. One in which a step
# failed is not: a refused gate refuses again, and a fault in the code stays one.
_TAGS = {"dagster/max_retries": "2", "dagster/retry_on_asset_or_op_failure": "false"}
# Seconds. A run that takes longer hangs, and the daemon ends it: many times what such a run takes.
_FULL = {**_TAGS, "dagster/max_runtime": "5400"}
_SHORT = {**_TAGS, "dagster/max_runtime": "1800"}

_OF_OTHER_FEEDS = [
    dg.AssetKey(key(feed))
    for feed in FEEDS
    if feed not in stages.CONCERN_FEEDS
    for key in (stages.landing_key, stages.accepted_key)
]
_RELEASE = dg.AssetSelection.assets(dg.AssetKey(stages.CURRENT_RELEASE))
# Partitions are told by every run, and materialised themselves by a backfill alone (decision 62).
_EVERYTHING = dg.AssetSelection.all() - dg.AssetSelection.groups("partitions")
_UP_TO_THE_CANDIDATE = _EVERYTHING - _RELEASE

# What each job is given when nothing else is said.
RUN_CONFIG: dict[str, dict[str, Any]] = {
    "concerns_refresh": {
        "ops": {"landing__sightings": {"config": {"feeds": list(stages.CONCERN_FEEDS)}}},
    }
}

landing_to_release = dg.define_asset_job(
    "landing_to_release",
    selection=_EVERYTHING,
    tags=_FULL,
    description="Everything: landing, gates, warehouse, release.",
)

landing_to_candidate = dg.define_asset_job(
    "landing_to_candidate",
    selection=_UP_TO_THE_CANDIDATE,
    tags=_FULL,
    description="Everything but the release: what would be released stands checked in release/candidate.",
)

concerns_refresh = dg.define_asset_job(
    "concerns_refresh",
    selection=_UP_TO_THE_CANDIDATE - dg.AssetSelection.assets(*_OF_OTHER_FEEDS),
    config=RUN_CONFIG["concerns_refresh"],
    tags=_SHORT,
    description="Concerns and their events alone, up to the checked candidate; files of other feeds wait.",
)

release = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.assets(dg.AssetKey(stages.CANDIDATE)) | _RELEASE,
    tags=_SHORT,
    description="A release of the warehouse as it stands, if it is whole and every gate passed.",
)
