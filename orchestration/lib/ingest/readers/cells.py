"""How Excel's numbers, dates and errors are written as text.

Belongs here: one cell or column. Does not belong here: where it lies (`workbook.py`).
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

# Excel keeps 15 digits: a whole number beyond is not what was typed.
_EXACT = 1e15


def column_as_text(values: Sequence[Any]) -> pa.Array:
    """Return a column of cells as text."""
    if set(map(type, values)) <= {str}:
        return pa.array(values, pa.string())
    return pa.array([cell if type(cell) is str else as_text(cell) for cell in values], pa.string())


# typed: 1.0 and True are equal and not the same text.
@lru_cache(maxsize=1 << 16, typed=True)
def as_text(value: Any) -> str:
    """Write a cell as a person sees it: whole numbers without a fraction, dates as ISO 8601.

    A number with more digits than Excel keeps is written in Excel's scientific form, which no rule takes for
    a number or code.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if abs(value) >= _EXACT:
            return f"{value:.14E}"
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return str(value)
