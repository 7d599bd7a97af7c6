"""XLSX workbooks, to text cells.

Belongs here: sheets, the heading row, and how Excel's numbers and dates are written as text.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from orchestration.lib.ingest.headings import normalise_heading
from orchestration.lib.ingest.readers.raw_table import RawTable, ReaderLimits, make_raw_table
from orchestration.lib.ingest.rejection import FileRejectedError

ZIP_MAGIC = b"PK\x03\x04"
_HEADING_SEARCH = 50


def read_workbook(
    data: bytes, sheet_name: str, expected: Collection[str], has_heading: bool, limits: ReaderLimits
) -> RawTable:
    """Read the sheet named like the feed, or the only one.

    Args:
        data: The file.
        sheet_name: The feed; compared like a heading.
        expected: Column names; the heading is the row, among the first 50, that holds most of them.
        has_heading: Whether the layout has a heading row.
        limits: Limits the table must keep.

    Raises:
        FileRejectedError: The workbook is damaged, has no usable sheet, is empty or beyond a limit.
    """
    _refuse_oversize(data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = workbook.get_sheet_by_name(_sheet(workbook.sheet_names, sheet_name)).to_python(
            skip_empty_area=False
        )
    except (CalamineError, zipfile.BadZipFile) as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be read: {error}.") from error
    start = _heading_row(rows, expected) if has_heading else 0
    if not any(cell not in ("", None) for row in rows for cell in row):
        raise FileRejectedError("empty_file", "The sheet holds nothing.")
    headings = tuple(as_text(cell).strip() for cell in rows[start]) if has_heading else ()
    body = rows[start + int(has_heading) :]
    first = start + int(has_heading) + 1
    columns = [
        pa.array([as_text(cell) for cell in column], pa.string()) for column in zip(*body, strict=True)
    ]
    if not columns:
        columns = [pa.array([], pa.string()) for _ in headings]
    numbers = pa.array(np.arange(first, first + len(body)))
    table, blank = make_raw_table(columns, numbers, limits)
    return RawTable(table=table, headings=headings, file_format="xlsx", blank_rows=blank)


def as_text(value: Any) -> str:
    """Write a cell as a person sees it: whole numbers without a fraction, dates as ISO 8601."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return str(value)


def _sheet(names: Sequence[str], wanted: str) -> str:
    named = [name for name in names if normalise_heading(name) == wanted]
    if named:
        return named[0]
    if len(names) == 1:
        return names[0]
    raise FileRejectedError(
        "ambiguous_sheet",
        f"None of the sheets {', '.join(repr(name) for name in names)} is named {wanted!r}.",
    )


def _heading_row(rows: list[list[Any]], expected: Collection[str]) -> int:
    """Return the row that holds most of the expected headings; the first row with a value if none does."""
    hits = [
        len({normalise_heading(as_text(cell)) for cell in row} & set(expected))
        for row in rows[:_HEADING_SEARCH]
    ]
    if hits and max(hits) > 0:
        return hits.index(max(hits))
    filled = (i for i, row in enumerate(rows) if any(cell not in ("", None) for cell in row))
    return next(filled, 0)


def _refuse_oversize(data: bytes, limits: ReaderLimits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be unpacked: {error}.") from error
    if unpacked > min(limits.max_bytes, max(64 << 20, len(data) * limits.max_expansion)):
        raise FileRejectedError(
            "limit_exceeded",
            f"The workbook unpacks to {unpacked} bytes, {unpacked / len(data):.0f} times its own size.",
        )
