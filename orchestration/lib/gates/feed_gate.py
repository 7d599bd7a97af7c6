"""The gate of a feed: its suite on every load that has no receipt for exactly its bytes.

Belongs here: running the suite and writing the receipt. Does not belong here: what the verdicts add up to
(`standing.py`), moving files (`promotion.py`).
"""

from dataclasses import dataclass

from expectations.registry import feed_suite
from expectations.result import GateResult, RuleResult
from expectations.runner import run_suite
from expectations.suite import Suite
from orchestration.lib.gates import receipts
from orchestration.lib.gates.feed_tables import FeedInputs
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.gates.walk import walk
from orchestration.lib.home import Home
from orchestration.lib.ingest.manifest import LoadManifest


@dataclass(frozen=True)
class LoadVerdict:
    """The verdict on one load.

    Attributes:
        reused: The receipt was there already: nothing had changed.
    """

    feed: str
    load_id: str
    file_name: str
    receipt: Receipt
    reused: bool

    @property
    def passed(self) -> bool:
        """Whether the load may be promoted."""
        return self.receipt.passed


def check_feed(home: Home, feed: str) -> list[LoadVerdict]:
    """Judge every load of a feed that is not set aside.

    A load with a receipt of this suite version for exactly its bytes is not judged again: what was refused
    stays refused until something changes.

    Returns:
        One verdict per load, in the order the files were first seen.
    """
    suite = feed_suite(feed)
    fresh: set[str] = set()

    def judge(manifest: LoadManifest, inputs: FeedInputs) -> Receipt:
        fresh.add(manifest.load_id)
        result = _rejected(suite, manifest) if manifest.status == "rejected" else _run(suite, inputs)
        return receipts.write(home, suite, manifest.file_name, inputs.hashes, result)

    return [
        LoadVerdict(feed, load.load_id, load.first.file_name, load.receipt, load.load_id not in fresh)
        for load in walk(home, feed, judge)
        if load.receipt is not None
    ]


def _run(suite: Suite, inputs: FeedInputs) -> GateResult:
    return run_suite(suite, inputs.tables)


def _rejected(suite: Suite, manifest: LoadManifest) -> GateResult:
    """Turn the reason why ingest could not read a file into the verdict of the gate."""
    if manifest.rejection is None:
        raise ValueError(f"{manifest.file_name} is rejected without a reason")
    rule = RuleResult(
        rule_id=manifest.rejection.rule_id,
        severity="error",
        passed=False,
        observed=manifest.rejection.message,
        bound="",
        why="Nothing can be judged in a file that cannot be read.",
        how_to_resolve=manifest.rejection.remedy,
        owner=suite.rules[0].owner,
    )
    return GateResult(suite=suite.suite, suite_version=suite.version, passed=False, rules=(rule,))
