"""How a data home stands: per feed what came in, what was accepted and what waits, and what refuses.

Belongs here: one reading of ledger, loads and receipts, for `eqw status` and `eqw run`. It judges nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from expectations.contract import FEEDS
from orchestration.lib.gates.published_gate import candidate_receipts
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.standing import LoadStanding, standing
from orchestration.lib.home import Home
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
    """

    subject: str
    rule_id: str
    observed: str
    remedy: str


@dataclass(frozen=True)
class Overview:
    """Everything `eqw status` shows but the release."""

    feeds: tuple[FeedOverview, ...]
    refusals: tuple[Refusal, ...]
    rules_passed: int
    warnings: tuple[Refusal, ...]
    landing_faults: tuple[str, ...]


def overview(home: Home) -> Overview:
    """Return how the home stands now, without running anything."""
    standings = standing(home)
    blocking = [found for found in standings if found.is_blocking]
    tables = candidate_receipts(home)
    receipts = [found.receipt for found in standings if found.receipt and found.status == "accepted"] + tables
    return Overview(
        feeds=tuple(_feed(feed, [found for found in standings if found.feed == feed]) for feed in FEEDS),
        refusals=(
            *(refusal for found in blocking for refusal in _load_refusals(found)),
            *(
                refusal
                for receipt in tables
                for refusal in _rules(f"published table {receipt.subject}", receipt)
            ),
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


def _load_refusals(found: LoadStanding) -> list[Refusal]:
    subject = f"{found.feed}/{found.file_name}"
    if found.receipt is None or not found.receipt.errors:
        return [Refusal(subject, found.status, found.reason, "Run: eqw run")]
    way_out = f' Then land the corrected file, or: eqw set-aside {found.file_name} --reason "…"'
    return [
        Refusal(
            subject, rule.rule_id, f"{rule.observed} (allowed: {rule.bound})", rule.how_to_resolve + way_out
        )
        for rule in found.receipt.errors
    ]


def _rules(subject: str, receipt: Receipt, severity: str = "error") -> list[Refusal]:
    failed = receipt.errors if severity == "error" else receipt.warnings
    return [
        Refusal(subject, rule.rule_id, f"{rule.observed} (allowed: {rule.bound})", rule.how_to_resolve)
        for rule in failed
    ]
