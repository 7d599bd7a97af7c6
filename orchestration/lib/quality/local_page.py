"""The page for the people who run the warehouse: every file and how it stands, refused ones first.

Belongs here: what that page shows. It lies within the restricted zone, so failing rows are shown as receipts
hold them: restricted columns masked, other values as they are.
"""

from collections.abc import Sequence
from pathlib import Path

from expectations.contract import FEEDS
from expectations.registry import feed_suite, published_suite, published_tables
from orchestration.lib.durable import sha256_of, write_atomically
from orchestration.lib.gates.published_gate import candidate_receipts
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import landing_faults
from orchestration.lib.quality.file_view import FileView, file_views
from orchestration.lib.quality.history import earlier_checks
from orchestration.lib.quality.render import outcome_counts, render
from orchestration.lib.quality.view import Judgement, SuiteView, suite_view

PAGE = "index.html"


def local_page_path(home: Home) -> Path:
    """Return where the page lies."""
    return home.quality / PAGE


def write_local_page(home: Home) -> Path:
    """Write the page as the home stands now, and return its path; nothing is run."""
    standings = standing(home)
    published = published_views(home)
    feeds = [feed_view(feed, standings) for feed in FEEDS]
    files = file_views(home, standings)
    page = render(
        "local.html.jinja",
        published=published,
        feeds=feeds,
        counts=outcome_counts([*published, *feeds]),
        files=files,
        blocking=[file for file in files if file.stands.is_blocking],
        with_faults=[file for file in files if file.is_accepted_with_faults],
        totals=_totals(files),
        landing_faults=landing_faults(home),
    )
    write_atomically(local_page_path(home), page)
    return local_page_path(home)


def feed_view(feed: str, standings: Sequence[LoadStanding]) -> SuiteView:
    """Return the suite of a feed over its loads; those that a later load made good make the trend only."""
    judgements = [
        Judgement(found.file_name, found.receipt.rules, is_current=found.status != "superseded")
        for found in standings
        if found.feed == feed and found.receipt is not None
    ]
    return suite_view(feed_suite(feed), judgements)


def table_view(home: Home, table: str, receipt: Receipt | None) -> SuiteView:
    """Return the suite of a published table over its checks, the candidate's last."""
    suite = published_suite(table)
    path = home.candidate / f"{table}.parquet"
    judgements = earlier_checks(home, suite, sha256_of(path) if path.is_file() else "")
    if receipt is not None:
        judgements.append(Judgement("candidate", receipt.rules))
    return suite_view(suite, judgements)


def published_views(home: Home) -> list[SuiteView]:
    """Return the suite of every published table, judged as far as the candidate has receipts now."""
    receipts = {receipt.suite: receipt for receipt in candidate_receipts(home)}
    return [table_view(home, table, receipts.get(table)) for table in published_tables()]


def _totals(files: list[FileView]) -> dict[str, int]:
    """Return the rows of accepted files."""
    manifests = [file.stands.manifest for file in files if file.stands.status == "accepted"]
    return {
        name: sum(getattr(manifest, name) for manifest in manifests if manifest)
        for name in ("rows_in", "rows_accepted", "rows_quarantined", "rows_waiting")
    }
