"""quality.html of a release: every rule of every gate, in the form in which a release may tell it.

Belongs here: what the page shows. It reads verdicts that were already made fit for release
(`gates/verdict.py`), and the load audit; it never opens a load or its receipt.
"""

from collections.abc import Sequence
from typing import Any

from expectations.contract import FEEDS
from expectations.registry import feed_suite, published_suite
from orchestration.lib.duck import rows_of
from orchestration.lib.gates.audit import LOAD_AUDIT
from orchestration.lib.gates.verdict import Verdict
from orchestration.lib.home import Home
from orchestration.lib.quality.history import earlier_checks
from orchestration.lib.quality.render import outcome_counts, render
from orchestration.lib.quality.view import Judgement, SuiteView, suite_view

_FILES = """
    select feed, load_id, file_name, status, coalesce(reason, '') as reason,
        coalesce(rows_in, 0) as rows_in, coalesce(rows_accepted, 0) as rows_accepted,
        coalesce(rows_quarantined, 0) as rows_quarantined, coalesce(rows_waiting, 0) as rows_waiting
    from rows order by feed, load_sequence, load_id
"""


def release_page(
    home: Home, version: str, verdicts: Sequence[Verdict], load_verdicts: Sequence[Verdict]
) -> bytes:
    """Return the page of a release; the same state of the home gives the same bytes.

    Args:
        home: The data home.
        version: Version of the release.
        verdicts: Of the published gates, one per table.
        load_verdicts: Of the feed gates, one per load, in the order in which the loads were first seen.

    Raises:
        FileNotFoundError: The load audit is missing.
    """
    files = rows_of(home.ops / LOAD_AUDIT, _FILES)
    totals = {name: sum(f[name] for f in files if f["status"] == "accepted") for name in _COUNTED}
    _hide_small_files(home, files)
    published = [_table_view(home, verdict) for verdict in sorted(verdicts, key=lambda found: found.subject)]
    feeds = _feed_views(files, load_verdicts)
    accepted = [file for file in files if file["status"] == "accepted"]
    return render(
        "release.html.jinja",
        version=version,
        published=published,
        feeds=feeds,
        counts=outcome_counts([*published, *feeds]),
        files=files,
        accepted=accepted,
        totals=totals,
        left_out=[file for file in files if file["status"] != "accepted"],
    )


_COUNTED = ("rows_in", "rows_accepted", "rows_quarantined", "rows_waiting")


def _hide_small_files(home: Home, files: Sequence[dict[str, Any]]) -> None:
    """Empty the counts that the released load audit hides: a file of few learners shows them nowhere."""
    released = home.candidate / "load_audit.parquet"
    if not released.is_file():
        return
    hidden = rows_of(released, "select feed, load_id from rows where rows_in is null")
    for file in files:
        if {"feed": file["feed"], "load_id": file["load_id"]} in hidden:
            file.update(dict.fromkeys(_COUNTED))


def _table_view(home: Home, verdict: Verdict) -> SuiteView:
    suite = published_suite(verdict.subject)
    earlier = earlier_checks(home, suite, verdict.sha256)
    return suite_view(suite, [*earlier, Judgement("this release", verdict.results)])


def _feed_views(files: Sequence[dict[str, Any]], verdicts: Sequence[Verdict]) -> list[SuiteView]:
    """Return every feed's suite; loads that are not in the release are in the trend alone."""
    known = {f"{file['feed']}/{file['load_id']}": file for file in files}
    judged: dict[str, list[Judgement]] = {feed: [] for feed in FEEDS}
    for verdict in verdicts:
        file = known[verdict.subject]
        judged[file["feed"]].append(
            Judgement(file["file_name"], verdict.results, is_current=file["status"] == "accepted")
        )
    return [suite_view(feed_suite(feed), judged[feed]) for feed in FEEDS]
