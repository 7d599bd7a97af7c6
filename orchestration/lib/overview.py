"""How a data home stands: per feed what came in, what was accepted and what waits, and what refuses.

Belongs here: one reading of ledger, loads and receipts, for `eqw status` and `eqw run`. It judges nothing.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.contract import FEEDS
from orchestration.lib.gates.published_gate import candidate_receipts
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import load_folder
from orchestration.lib.landing.ledger import landing_faults


@dataclass(frozen=True)
class FeedOverview:
    """Counts of one feed over its accepted loads; rows in = accepted + quarantined, cells likewise."""

    feed: str
    loads: int
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    rows_waiting: int
    cells_quarantined: int
    refused: int
    set_aside: int


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
        not_looked_at: Files whose gate waits until a refused file that they refer to is resolved.
        set_aside: `feed/file name: reason` of every file set aside.
    """

    feeds: tuple[FeedOverview, ...]
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
        warnings=tuple(
            warning for receipt in receipts for warning in _rules(receipt.subject, receipt, "warning")
        ),
        landing_faults=tuple(
            f"{fault.path}: {fault.message} {fault.remedy}" for fault in landing_faults(home)
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
        cells_quarantined=sum(m.cells_quarantined for m in manifests),
        refused=sum(found.is_blocking for found in standings),
        set_aside=sum(found.status == "set_aside" for found in standings),
    )


def _load_refusals(home: Home, found: LoadStanding) -> list[Refusal]:
    subject = f"{found.feed}/{found.file_name}"
    errors = found.receipt.errors if found.receipt else ()
    leave_out = f'eqw set-aside {shlex.quote(found.file_name)} --reason "…"'
    ways_out = f"Next: land the corrected file, or leave it out: {leave_out}"
    examples = _examples(load_folder(home, found.feed, found.load_id) / "quarantine.parquet")
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


def _examples(quarantine: Path) -> tuple[str, ...]:
    """Say which rules keep rows out, how often, and where first; nothing for a file that was not read."""
    if not quarantine.is_file():
        return ()
    with duckdb.connect() as connection:
        rows = connection.execute(
            """select rule_id, column_name, count(distinct source_row), min(source_row),
                arg_min(offending_value, source_row), any_value(remedy)
            from read_parquet(?) group by rule_id, column_name order by 3 desc, 1, 2 limit 5""",
            [str(quarantine)],
        ).fetchall()
    told = [
        f"{count:,} × {rule}, first in row {row}, {column or 'the whole row'} {value!r}: {remedy}"
        for rule, column, count, row, value, remedy in rows
    ]
    return (*told, f"all of them: {quarantine}") if told else ()


def _rules(subject: str, receipt: Receipt, severity: str = "error") -> list[Refusal]:
    failed = receipt.errors if severity == "error" else receipt.warnings
    return [Refusal(subject, rule.rule_id, rule.found, rule.how_to_resolve) for rule in failed]
