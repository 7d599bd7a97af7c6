"""What can be started as one thing."""

import dagster as dg

landing_to_release = dg.define_asset_job(
    "landing_to_release",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Everything: landing, gates, warehouse, release. One process, because steps are short.",
)
