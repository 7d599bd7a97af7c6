"""What a failing row may show of a value: in a receipt, and in a release.

Belongs here: masking. Does not belong here: which rows fail (`runner.py`).
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from expectations import reference
from expectations.contract import FEEDS, contract

MASK = "[restricted]"

# Text under these names is never of a cell with words in it: it comes from ingest, or is a governed code that
# a rule derived.
_OWN = frozenset({"feed", "load_id", "_load_id", "file_name", "column_name", "rule_id", "scope"})
_DERIVED_CODES = frozenset(
    {"category_before", "wave_before", "option_code", "option_lost", "option_gained", "question_code"}
)
# What says where in a file a fault is: rows by number, and columns where the name is one of ours.
_ROW_NUMBERS = frozenset({"_source_row", "source_row", "first_row", "last_row"})
_COLUMN_NAMES = frozenset({"column_name", "question_code"})


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
def is_about_people(feed: str) -> bool:
    """Return whether rows of a feed speak of single people, or of so few that they could be told.

    That is so where the contract restricts a column, and where the feed counts people (whole numbers).
    """
    return any(column.restricted or column.type == "integer" for column in contract(feed).columns)


def released_row(row: Mapping[str, Any], feed: str) -> dict[str, Any]:
    """Return a failing row of a feed as it may leave the restricted zone.

    Of a feed about people it says where the fault is (row number, column or question) and nothing else.

    Args:
        row: The row as a receipt holds it.
        feed: The feed.
    """
    if not is_about_people(feed):
        return dict(row)
    return {name: value if _is_place(name, value) else MASK for name, value in row.items()}


def _is_place(name: str, value: Any) -> bool:
    if name in _ROW_NUMBERS:
        return isinstance(value, int)
    return name in _COLUMN_NAMES and value in _known_columns()


@cache
def _known_columns() -> frozenset[str]:
    columns = {name for feed in FEEDS for name, _ in contract(feed).accepted_schema()}
    return frozenset(columns | {question.code for question in reference.questions()})


@cache
def _restricted() -> frozenset[str]:
    return frozenset(c.name for feed in FEEDS for c in contract(feed).columns if c.restricted)


@cache
def _harmless() -> frozenset[str]:
    columns = frozenset(name for feed in FEEDS for name, _ in contract(feed).accepted_schema())
    return (columns | _OWN | _DERIVED_CODES) - _restricted()
