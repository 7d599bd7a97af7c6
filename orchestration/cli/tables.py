"""Tables and lines that several commands show."""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from orchestration.lib.overview import FeedOverview, FileOverview, Overview

_MOST_NAMES = 5
_COUNTS = (
    "loads",
    "rows in",
    "accepted",
    "quarantined",
    "waiting",
    "cells in",
    "accepted",
    "quarantined",
    "refused",
    "set aside",
)


def feed_table(feeds: Iterable[FeedOverview]) -> Table:
    """Return rows and routed cells in / accepted / quarantined per feed, of its accepted loads."""
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
            o.cells_in,
            o.cells_accepted,
            o.cells_quarantined,
        )
        table.add_row(o.feed, *(f"{count:,}" for count in (*counts, o.refused, o.set_aside)))
    return table


def file_table(files: Iterable[FileOverview]) -> Table:
    """Return one line per file that was seen."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("file", overflow="fold")
    table.add_column("status")
    for heading in ("rows in", "accepted", "quarantined", "waiting", "cells in", "cells out"):
        table.add_column(heading, justify="right")
    table.add_column("first seen", no_wrap=True)
    for o in files:
        counts = (
            o.rows_in,
            o.rows_accepted,
            o.rows_quarantined,
            o.rows_waiting,
            o.cells_in,
            o.cells_quarantined,
        )
        # As Text: brackets in a file name are no instruction to the terminal.
        name = Text(f"{o.feed}/{o.file_name}")
        table.add_row(name, o.status, *(f"{count:,}" for count in counts), f"{o.seen_at:%Y-%m-%d}")
    return table


def conservation_lines(overview: Overview) -> Iterator[str]:
    """Yield whether every row and routed answer is accounted for, and where not, the file and numbers."""
    if not overview.not_conserved:
        yield "conserved: yes  (rows in = accepted + quarantined, cells likewise; counted in the files)"
        return
    yield "conserved: NO  (the files of a load do not hold what was read)"
    for fault in overview.not_conserved:
        yield f"NOT CONSERVED  {fault}"


def trouble_lines(overview: Overview) -> Iterator[str]:
    """Yield file, rule and remedy of each refusal, and what in landing could not be taken in."""
    for refusal in overview.refusals:
        yield f"REFUSED  {refusal.subject}"
        yield f"  rule    {refusal.rule_id}: {refusal.observed}"
        yield f"  Remedy  {refusal.remedy}"
        for example in refusal.examples:
            yield f"  rows    {example}"
    if overview.refusals and overview.not_looked_at:
        yield f"WAITING  {_named(overview.not_looked_at)} not looked at until this is resolved"
    elif overview.not_looked_at:
        yield f"NEXT  {_named(overview.not_looked_at)} not been through the gate yet: eqw run"
    for waiting in overview.waiting:
        yield f"WAITS  {waiting.text}"
    for decision in overview.set_aside:
        yield f"SET ASIDE  {decision}"
    for fault in overview.landing_faults:
        yield f"NOT TAKEN IN  {fault}"


def _named(files: Sequence[str]) -> str:
    """Return how many files, and the first few of them."""
    shown = ", ".join(files[:_MOST_NAMES])
    rest = f" and {len(files) - _MOST_NAMES} more" if len(files) > _MOST_NAMES else ""
    return f"{len(files)} files ({shown}{rest}):"
