"""From a release to the PostgreSQL server that BI tools read, where one is configured.

Without `EQW_POSTGRES_URL` there is nothing to serve to, and nothing of this in the graph.
"""

import os

import dagster as dg

from orchestration.lib import stages
from orchestration.lib.home import Home


@dg.asset(
    key=stages.POSTGRES_COPY,
    deps=[dg.AssetKey(stages.CURRENT_RELEASE)],
    group_name="release",
    kinds={"postgres"},
    description="The released tables in schema education_quality of the server: loaded beside, compared"
    " row for row, switched to by two renames.",
)
def postgres_copy() -> dg.MaterializeResult[None]:
    """Copy the current release."""
    from orchestration.lib.release.catalogue import find_release
    from orchestration.lib.serving.copy_release import copy_release
    from orchestration.lib.serving.server import server_url

    copied = copy_release(find_release(Home.from_environment(), "current"), server_url())
    return dg.MaterializeResult(
        metadata={
            "release": copied.version,
            "tables": copied.tables,
            "dagster/row_count": copied.rows,
            "reused": copied.reused,
        }
    )


@dg.definitions
def serving() -> dg.Definitions:
    """Return the copy where a server is configured."""
    return dg.Definitions(assets=[postgres_copy] if os.environ.get("EQW_POSTGRES_URL") else [])
