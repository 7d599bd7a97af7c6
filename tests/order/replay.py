"""Running the steps from landing to the operational tables on a history, and what they leave.

Belongs here: the pipeline's own steps in the pipeline's order, with a stand-in for the feed gates where a
test asks for it. Does not belong here: the warehouse (`compiled_project.py`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from expectations.contract import FEEDS
from expectations.result import GateResult, RuleResult
from expectations.suite import Suite
from orchestration.lib.gates import feed_gate
from orchestration.lib.gates.audit import write_ops
from orchestration.lib.gates.feed_tables import FeedInputs
from orchestration.lib.gates.promotion import promote
from orchestration.lib.home import Home
from orchestration.lib.ingest.load import load_feed
from orchestration.lib.ingest.manifest import LoadManifest, load_folder
from orchestration.lib.landing.identity import load_id
from orchestration.lib.landing.ledger import register_landing
from orchestration.lib.release.memory import write_memory
from tests.order.file_formats import file_bytes
from tests.order.histories import Drop, History
from tests.order.world import Row

_EPOCH = 1_700_000_000


@contextmanager
def open_gates() -> Iterator[None]:
    """Let every readable load pass its gate at once: Great Expectations takes a second for each."""

    def passes(suite: Suite, inputs: FeedInputs) -> GateResult:
        rule = suite.rules[0]
        passed = RuleResult(
            rule_id=rule.id, severity=rule.severity, passed=True, observed="not judged", bound=rule.bound,
            why=rule.why, how_to_resolve=rule.how_to_resolve, owner=rule.owner,
        )  # fmt: skip
        return GateResult(suite=suite.suite, suite_version=suite.version, passed=True, rules=(passed,))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed_gate, "_run", passes)
        yield


def put(home: Home, run: tuple[Drop, ...], number: int) -> None:
    """Put the files of one run into landing, written in their order; earlier runs may have later clocks."""
    for place, drop in enumerate(run):
        path = home.landing / drop.feed / drop.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file_bytes(drop.feed, drop.rows, drop.kind))
        written = _EPOCH + (number * 7919) % 5000 * 100 + place
        os.utime(path, (written, written))


def run_steps(home: Home) -> dict[str, list[LoadManifest]]:
    """Take in what landing holds, feed by feed, as one run of the pipeline does up to dbt."""
    register_landing(home)
    manifests = {}
    for feed in FEEDS:
        manifests[feed] = load_feed(home, feed)
        feed_gate.check_feed(home, feed)
        promote(home, feed)
    write_ops(home)
    write_memory(home)
    return manifests


def replay(root: Path, history: History) -> "Outcome":
    """Replay a history, run by run, in a home of its own."""
    home = Home(root)
    for number, run in enumerate(history.runs):
        put(home, run, number)
        manifests = run_steps(home)
    return Outcome(home, history, manifests)


class Outcome:
    """What ingest and gates left of a history.

    Attributes:
        facts: Every quarantined fact as (row, scope, column, rule, value, waits); files play no part.
        accepted: Names of the rows that were accepted, one for each time.
        rows_in: Rows of all files that were read.
    """

    def __init__(self, home: Home, history: History, manifests: dict[str, list[LoadManifest]]) -> None:
        self.home = home
        self.rows_in = sum(made.rows_in for loads in manifests.values() for made in loads)
        self.facts: set[tuple[object, ...]] = set()
        self.accepted: list[str] = []
        self.quarantined: set[str] = set()
        by_load = _rows_by_load(home, history)
        for feed, loads in manifests.items():
            for made in loads:
                self._gather(by_load[feed, made.load_id], load_folder(home, feed, made.load_id))

    def _gather(self, rows: tuple[Row, ...], folder: Path) -> None:
        with duckdb.connect() as db:
            numbers = db.execute(
                "select _source_row from read_parquet(?)", [str(folder / "accepted.parquet")]
            ).fetchall()
            faults = db.execute(
                "select source_row, scope, column_name, rule_id, offending_value, is_waiting "
                "from read_parquet(?)",
                [str(folder / "quarantine.parquet")],
            ).fetchall()
        # A heading, where there is one, is the first line of every file of the tests.
        first = 1 if rows[0].feed == "providers" else 2
        self.accepted += [rows[number - first].name for (number,) in numbers]
        for number, scope, *fault in faults:
            row = rows[number - first]
            self.facts.add((row.name, scope, *fault))
            if scope == "row":
                self.quarantined.add(row.name)


def _rows_by_load(home: Home, history: History) -> dict[tuple[str, str], tuple[Row, ...]]:
    def of(drop: Drop) -> str:
        content = file_bytes(drop.feed, drop.rows, drop.kind)
        return load_id(drop.feed, sha256(content).hexdigest(), drop.name)

    return {(drop.feed, of(drop)): drop.rows for run in history.runs for drop in run}
