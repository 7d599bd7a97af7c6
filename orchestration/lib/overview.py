"""How a data home stands: per feed what came in, what was accepted and what waits, and what refuses.

Belongs here: one reading of ledger, loads and receipts, for `eqw status` and `eqw run`. It judges nothing; it
counts in the files of every load whether all that was read is there.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from expectations.contract import FEEDS, contract
from orchestration.lib.duck import connect
from orchestration.lib.gates.published_gate import candidate_receipts
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.conservation import conservation_fault
from orchestration.lib.ingest.manifest import load_folder
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.landing.ledger import landing_faults, sightings
from orchestration.lib.landing.names import as_argument
from orchestration.lib.quarantine.faults import count_faults
from orchestration.lib.quarantine.waiting import Waiting, waiting_rows

_MOST_EXAMPLES = 5
_FILE_COUNTS = (
    "rows_in",
    "rows_accepted",
    "rows_quarantined",
    "rows_waiting",
    "cells_in",
    "cells_accepted",
    "cells_quarantined",
)


@dataclass(frozen=True)
class FeedOverview:
    """Counts of one feed over its accepted loads; rows in = accepted + quarantined, cells likewise."""

    feed: str
    loads: int
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    rows_waiting: int
    cells_in: int
    cells_accepted: int
    cells_quarantined: int
    refused: int
    set_aside: int


@dataclass(frozen=True)
class FileOverview:
    """One file that was seen, under its first name; counts are 0 when no row of it was read.

    Attributes:
        seen_at: When it was first seen, in UTC.
    """

    feed: str
    file_name: str
    load_id: str
    status: str
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    rows_waiting: int
    cells_in: int
    cells_accepted: int
    cells_quarantined: int
    seen_at: dt.datetime


@dataclass(frozen=True)
class Refusal:
    """One rule that refuses a file or a table.

    Attributes:
        subject: `feed/file name`, or `published table NAME`.
        observed: What was seen, in words.
        remedy: What a person can do.
        examples: What keeps rows of the file out, most frequent first, with the first row of each.
    """

    subject: str
    rule_id: str
    observed: str
    remedy: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overview:
    """Everything `eqw status` shows but the release.

    Attributes:
        files: Every file seen, feeds in reading order, files in the order first seen.
        waiting: What rows of the accepted loads wait for.
        not_conserved: Loads whose files do not hold what was read, with numbers; empty when all is conserved.
        not_looked_at: Files whose gate waits until a refused file that they refer to is resolved.
        set_aside: `feed/file name: reason` of every file set aside.
    """

    feeds: tuple[FeedOverview, ...]
    files: tuple[FileOverview, ...]
    waiting: tuple[Waiting, ...]
    not_conserved: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    not_looked_at: tuple[str, ...]
    set_aside: tuple[str, ...]
    rules_passed: int
    warnings: tuple[Refusal, ...]
    landing_faults: tuple[str, ...]


def overview(home: Home) -> Overview:
    """Return how the home stands now, without running anything."""
    standings = standing(home)
    blocking = [found for found in standings if found.is_blocking and found.status != "unchecked"]
    unchecked = [found for found in standings if found.status == "unchecked"]
    tables = candidate_receipts(home)
    receipts = [found.receipt for found in standings if found.receipt and found.status == "accepted"] + tables
    return Overview(
        feeds=tuple(_feed(feed, [found for found in standings if found.feed == feed]) for feed in FEEDS),
        files=_files(home, standings),
        waiting=waiting_rows(home, [found for found in standings if found.status == "accepted"]),
        not_conserved=_not_conserved(home, standings),
        refusals=(
            *(refusal for found in blocking for refusal in _load_refusals(home, found)),
            *(
                refusal
                for receipt in tables
                for refusal in _rules(f"published table {receipt.subject}", receipt)
            ),
        ),
        not_looked_at=tuple(f"{found.feed}/{found.file_name}" for found in unchecked),
        set_aside=tuple(
            f"{found.feed}/{found.file_name}: {found.reason}"
            for found in standings
            if found.status == "set_aside"
        ),
        rules_passed=sum(rule.passed for receipt in receipts for rule in receipt.rules),
        warnings=(
            *(told for found in standings if found.status == "accepted" for told in _load_warnings(found)),
            *(warning for receipt in receipts for warning in _rules(receipt.subject, receipt, "warning")),
        ),
        landing_faults=tuple(
            f"{fault.path}: {fault.rule_id}: {fault.message} {fault.remedy}" for fault in landing_faults(home)
        ),
    )


def _feed(feed: str, standings: Sequence[LoadStanding]) -> FeedOverview:
    manifests = [found.manifest for found in standings if found.status == "accepted" and found.manifest]
    return FeedOverview(
        feed=feed,
        loads=len(manifests),
        rows_in=sum(m.rows_in for m in manifests),
        rows_accepted=sum(m.rows_accepted for m in manifests),
        rows_quarantined=sum(m.rows_quarantined for m in manifests),
        rows_waiting=sum(m.rows_waiting for m in manifests),
        cells_in=sum(m.cells_in for m in manifests),
        cells_accepted=sum(m.cells_accepted for m in manifests),
        cells_quarantined=sum(m.cells_quarantined for m in manifests),
        refused=sum(found.status in ("refused", "rejected") for found in standings),
        set_aside=sum(found.status == "set_aside" for found in standings),
    )


def _files(home: Home, standings: Sequence[LoadStanding]) -> tuple[FileOverview, ...]:
    seen_at = {seen.sequence: seen.seen_at for seen in sightings(home)}
    return tuple(
        FileOverview(
            feed=found.feed,
            file_name=found.file_name,
            load_id=found.load_id,
            status=found.status,
            **{count: getattr(found.manifest, count) if found.manifest else 0 for count in _FILE_COUNTS},
            seen_at=seen_at[found.load_sequence],
        )
        for found in standings
    )


def _not_conserved(home: Home, standings: Sequence[LoadStanding]) -> tuple[str, ...]:
    with connect() as con:
        faults = [
            conservation_fault(
                con, contract(found.feed), found.manifest, load_folder(home, found.feed, found.load_id)
            )
            for found in standings
            if found.manifest
        ]
    return tuple(fault for fault in faults if fault)


def _load_refusals(home: Home, found: LoadStanding) -> list[Refusal]:
    subject = f"{found.feed}/{found.file_name}"
    errors = found.receipt.errors if found.receipt else ()
    leave_out = f'eqw set-aside {as_argument(subject)} --reason "…"'
    ways_out = f"Next: land the corrected file, or leave it out: {leave_out}"
    examples = _examples(home, found)
    return [
        Refusal(
            subject,
            rule.rule_id,
            rule.found,
            f"{rule.how_to_resolve} {ways_out}",
            examples if not place else (),
        )
        for place, rule in enumerate(errors)
    ]


def _examples(home: Home, found: LoadStanding) -> tuple[str, ...]:
    """Say which rules keep rows out, how often, and where first; nothing for a file that was not read."""
    counts = [count for count in count_faults(home, [found]) if count.scope == "row"]
    told = [
        f"{count.rows:,} × {count.rule_id}, first in row {count.first_row}, "
        f"{count.column or 'the whole row'} {count.first_value!r}: {count.remedy}"
        for count in counts[:_MOST_EXAMPLES]
    ]
    if not told:
        return ()
    name = as_argument(f"{found.feed}/{found.file_name}")
    if len(counts) > _MOST_EXAMPLES:
        told.append(f"… and {len(counts) - _MOST_EXAMPLES} more: eqw quarantine list --file {name}")
    return (*told, f"for the sender: eqw quarantine export {name} --to faults.xlsx")


def _load_warnings(found: LoadStanding) -> list[Refusal]:
    """Return what ingest found worth telling of a file that it took in."""
    warnings = found.manifest.warnings if found.manifest else ()
    subject = f"{found.feed}/{found.file_name}"
    return [
        Refusal(subject, warning.rule_id, warning.message, RULES[warning.rule_id].remedy)
        for warning in warnings
    ]


def _rules(subject: str, receipt: Receipt, severity: str = "error") -> list[Refusal]:
    failed = receipt.errors if severity == "error" else receipt.warnings
    return [Refusal(subject, rule.rule_id, rule.found, rule.how_to_resolve) for rule in failed]
