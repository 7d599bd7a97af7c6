"""How a published table did in earlier checks: its receipts in the order in which they were written.

Belongs here: finding them. Receipts of loads are found by `gates/standing.py`, in the order of sighting.
"""

import logging

from pydantic import ValidationError

from expectations.suite import Suite
from orchestration.lib.gates.receipts import Receipt
from orchestration.lib.home import Home
from orchestration.lib.quality.view import Judgement

_log = logging.getLogger(__name__)


def earlier_checks(home: Home, suite: Suite, now: str) -> list[Judgement]:
    """Return the verdicts of a published suite on earlier states of its table, oldest first.

    A rule keeps its id over all versions of a suite, so results of older versions belong to the trend; a
    receipt of an older layout, which cannot be read, does not.

    Args:
        home: The data home.
        suite: The suite of the table.
        now: SHA-256 of the table as it is now, which is no earlier state.
    """
    receipts = []
    for path in (home.receipts / suite.stage / suite.suite).glob("*.json"):
        try:
            receipts.append(Receipt.model_validate_json(path.read_bytes()))
        except ValidationError:
            _log.warning("%s cannot be read and is not part of any trend", path)
    receipts = [receipt for receipt in receipts if receipt.inputs.get("batch") != now]
    receipts.sort(key=lambda receipt: (receipt.checked_at, sorted(receipt.inputs.items())))
    return [
        Judgement(f"{receipt.checked_at:%Y-%m-%d}", receipt.rules, is_current=False) for receipt in receipts
    ]
