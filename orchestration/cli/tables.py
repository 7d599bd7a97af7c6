"""Tables and lines that several commands show."""

from collections.abc import Iterable, Iterator

from rich import box
from rich.table import Table

from orchestration.lib.overview import FeedOverview, Overview

_COUNTS = (
    "loads",
    "rows in",
    "accepted",
    "quarantined",
    "waiting",
    "cells quarantined",
    "refused",
    "set aside",
)


def feed_table(feeds: Iterable[FeedOverview]) -> Table:
    """Return rows in / accepted / quarantined per feed."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("feed")
    for heading in _COUNTS:
        table.add_column(heading, justify="right")
    for o in feeds:
        counts = (
            o.loads,
            o.rows_in,
            o.rows_accepted,
            o.rows_quarantined,
            o.rows_waiting,
            o.cells_quarantined,
        )
        table.add_row(o.feed, *(f"{count:,}" for count in (*counts, o.refused, o.set_aside)))
    return table


def trouble_lines(overview: Overview) -> Iterator[str]:
    """Yield file, rule and remedy of each refusal, and what in landing could not be taken in."""
    for refusal in overview.refusals:
        yield f"REFUSED  {refusal.subject}"
        yield f"  rule    {refusal.rule_id}: {refusal.observed}"
        yield f"  Remedy  {refusal.remedy}"
        for example in refusal.examples:
            yield f"  rows    {example}"
    if overview.refusals and overview.not_looked_at:
        yield f"WAITING  {len(overview.not_looked_at)} files are not looked at until this is resolved"
    elif overview.not_looked_at:
        yield f"NEXT  {len(overview.not_looked_at)} files have not been through their gate yet: eqw run"
    for decision in overview.set_aside:
        yield f"SET ASIDE  {decision}"
    for fault in overview.landing_faults:
        yield f"NOT TAKEN IN  {fault}"
