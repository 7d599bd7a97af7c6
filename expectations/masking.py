"""What a failing row may show of a value.

Belongs here: masking. Does not belong here: which rows fail (`runner.py`).
"""

import datetime as dt
from functools import cache
from typing import Any

from expectations.contract import FEEDS, contract

MASK = "[restricted]"

# Text under these names is never of a cell with words in it: it comes from ingest, or is a governed code that
# a rule derived.
_OWN = frozenset({"feed", "load_id", "_load_id", "file_name", "column_name", "rule_id", "scope"})
_DERIVED_CODES = frozenset({"category_before", "wave_before", "option_code", "question_code"})


def shown_value(name: str, value: Any, stage: str) -> Any:
    """Return a value of a failing row as a receipt may hold it.

    A column that a contract restricts is masked under its name. A rule about a feed may also carry a
    restricted text under a name of its own (`left(summary, 80) as start`), so there text is shown only under
    names that are known to be harmless; numbers and dates always are.

    Args:
        name: The column as the rule calls it.
        value: Its value.
        stage: `feed` or `published`; published tables hold nothing restricted.
    """
    if value is None:
        return None
    if name in _restricted():
        return MASK
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.date | dt.time) or stage == "published" or name in _harmless():
        return str(value)
    return MASK


@cache
def _restricted() -> frozenset[str]:
    return frozenset(c.name for feed in FEEDS for c in contract(feed).columns if c.restricted)


@cache
def _harmless() -> frozenset[str]:
    columns = frozenset(name for feed in FEEDS for name, _ in contract(feed).accepted_schema())
    return (columns | _OWN | _DERIVED_CODES) - _restricted()
