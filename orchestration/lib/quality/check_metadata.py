"""What a check carries in the Dagster UI: numbers that it plots over time, and the rules in Markdown.

Belongs here: gathering that for the gate of a feed and of a table. It knows nothing of Dagster, and is as
restricted as the local page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import LoadStanding
from orchestration.lib.home import Home
from orchestration.lib.quality.local_page import feed_view, local_page_path, table_view
from orchestration.lib.quality.markdown import failing_rows, rule_table
from orchestration.lib.quality.view import Failure, SuiteView


@dataclass(frozen=True)
class CheckMetadata:
    """What is shown of one check.

    Attributes:
        numbers: Counts and shares by name.
        rules: Every rule, what failed first, as a Markdown table.
        failing_rows: What failed rules saw, as Markdown.
        page: The local quality page; written at the end of `eqw run` and by `eqw quality`.
        only_warns: Something failed, and nothing of it stops the run.
    """

    suite_version: str
    numbers: dict[str, int | float]
    rules: str
    failing_rows: str
    page: Path
    only_warns: bool


def feed_metadata(home: Home, feed: str, standings: Sequence[LoadStanding]) -> CheckMetadata:
    """Return what the gate of a feed shows; rows are those of its accepted loads.

    Args:
        home: The data home.
        feed: The feed.
        standings: How each of its loads stands.
    """
    loads = [found.manifest for found in standings if found.status == "accepted" and found.manifest]
    rows_in = sum(load.rows_in for load in loads)
    quarantined = sum(load.rows_quarantined for load in loads)
    rejected = [
        Failure(found.file_name, rule)
        for found in standings
        if found.status == "rejected" and found.receipt
        for rule in found.receipt.errors
    ]
    rows = {
        "rows_in": rows_in,
        "rows_quarantined": quarantined,
        "quarantined_share": quarantined / rows_in if rows_in else 0.0,
    }
    return _metadata(home, feed_view(feed, standings), rows, rejected)


def table_metadata(home: Home, table: str, receipt: Receipt) -> CheckMetadata:
    """Return what the gate of a published table shows."""
    rows = pq.read_metadata(home.candidate / f"{table}.parquet").num_rows
    return _metadata(home, table_view(home, table, receipt), {"rows": rows}, [])


def _metadata(
    home: Home, view: SuiteView, rows: dict[str, int | float], rejected: Sequence[Failure]
) -> CheckMetadata:
    numbers = {
        "rules_passed": view.count("passed"),
        "rules_warned": view.count("warning"),
        "rules_refused": view.count("refused") + len(rejected),
    }
    return CheckMetadata(
        suite_version=view.suite.version,
        numbers={**numbers, **rows},
        rules=rule_table(view),
        failing_rows=failing_rows(
            [*rejected, *(failure for rule in view.failed for failure in rule.failures)]
        ),
        page=local_page_path(home),
        only_warns=bool(numbers["rules_warned"]) and not numbers["rules_refused"],
    )
