"""The gate of a release: the suite of every published table on the candidate's exact bytes.

Belongs here: judging `candidate/`. Making it and releasing it is `lib/release`.
"""

from pathlib import Path

from expectations.registry import published_suite, published_tables
from expectations.runner import run_suite
from expectations.suite import Suite
from orchestration.lib.gates import receipts
from orchestration.lib.gates.hashes import known_sha256
from orchestration.lib.gates.receipts import GateRefused, Receipt
from orchestration.lib.gates.verdict import Verdict, release_verdict
from orchestration.lib.home import Home


def check_published(home: Home) -> dict[str, Receipt]:
    """Judge every table of the candidate.

    A receipt of the same suite version for the same bytes (of the table, and of every table its rules refer
    to) is reused.

    Returns:
        The receipt of each table.

    Raises:
        GateRefused: The candidate lacks a table, or holds one that no suite speaks of.
    """
    found = {}
    hashes = _hashes(home)
    for table in published_tables():
        suite = published_suite(table)
        inputs = _inputs(suite, hashes)
        receipt = receipts.find(home, suite, inputs)
        if receipt is None:
            paths = {name: _path(home, _table_of(suite, name)) for name in suite.given_tables}
            receipt = receipts.write(home, suite, table, inputs, run_suite(suite, paths))
        found[table] = receipt
    return found


def candidate_receipts(home: Home) -> list[Receipt]:
    """Return the receipts that exist for the candidate as it is now; runs nothing."""
    hashes = {path.stem: known_sha256(path) for path in home.candidate.glob("*.parquet")}
    suites = [published_suite(table) for table in published_tables() if table in hashes]
    known = [
        suite for suite in suites if all(_table_of(suite, name) in hashes for name in suite.given_tables)
    ]
    found = (receipts.find(home, suite, _inputs(suite, hashes)) for suite in known)
    return [receipt for receipt in found if receipt is not None]


def require_release_gates(home: Home) -> tuple[Verdict, ...]:
    """Return the passing verdict on exactly the candidate's bytes, for every table.

    Raises:
        GateRefused: A table has not passed its gate as it is now; the message names table, rule and remedy.
    """
    hashes = _hashes(home)
    required = []
    for table in published_tables():
        suite = published_suite(table)
        required.append(receipts.require_passed(home, suite, f"published.{table}", _inputs(suite, hashes)))
    return tuple(release_verdict(receipt.suite, receipt) for receipt in required)


def _hashes(home: Home) -> dict[str, str]:
    """Return the hash of every file the rules may read; the tables must be exactly those with a suite."""
    present = {path.stem: path for path in home.candidate.glob("*.parquet")}
    if differing := sorted(set(present) ^ set(published_tables())):
        raise GateRefused(
            f"Candidate and suites disagree about {', '.join(differing)}: export the candidate again, or"
            " write the missing suite in expectations/suites/published/."
        )
    return {name: known_sha256(path) for name, path in present.items()}


def _inputs(suite: Suite, hashes: dict[str, str]) -> dict[str, str]:
    return {name: hashes[_table_of(suite, name)] for name in suite.given_tables}


def _table_of(suite: Suite, name: str) -> str:
    return suite.suite if name == "batch" else name


def _path(home: Home, table: str) -> Path:
    return home.candidate / f"{table}.parquet"
