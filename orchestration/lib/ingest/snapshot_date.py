"""The date of a register snapshot, which only its file name tells.

Belongs here: reading that date. The rows of the snapshot do not hold it.
"""

import datetime as dt
import re

_DATED = re.compile(r"[_ -]([0-9]{4})(?:-?([0-9]{2}))?(?:-?([0-9]{2}))?(?:[.][A-Za-z0-9]+)*$")


def snapshot_date(file_name: str) -> dt.date | None:
    """Return the date in a file name, or None when it has no possible one.

    `…_2026-07-15.csv` is that day, `…_2026-07.csv` the first of the month, `…_2026.csv` the first of April,
    when the register's year begins.
    """
    found = _DATED.search(file_name)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return dt.date(int(year), int(month or 4), int(day or 1))
    except ValueError:
        return None
