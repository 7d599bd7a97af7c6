"""What can be started as one thing."""

import dagster as dg

landing_to_release = dg.define_asset_job(
    "landing_to_release",
    selection=dg.AssetSelection.all(),
    description="Everything: landing, gates, warehouse, release.",
)
