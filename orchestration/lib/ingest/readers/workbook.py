"""XLSX workbooks (also with macros, which are never run), to text cells.

Belongs here: the sheet, the heading row, merged cells. How a cell is written is `cells.py`, what is looked at
before anything is read `workbook_parts.py`.
"""

import io
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from orchestration.lib.ingest.headings import count_recognised, normalise_heading
from orchestration.lib.ingest.readers.cells import as_text, column_as_text
from orchestration.lib.ingest.readers.formula_errors import formula_errors, part_of_sheet
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.raw_table import RawTable, make_raw_table
from orchestration.lib.ingest.readers.workbook_parts import WorkbookParts, inspect_parts, open_archive, unpack
from orchestration.lib.ingest.rejection import FileRejectedError

_HEADING_SEARCH = 50

_Rows = list[list[Any]]
_Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class _Merged:
    """Merged cells of a sheet, and how many cells were filled in from them.

    Attributes:
        filled: Places (row, column), both from 0.
    """

    ranges: Sequence[_Range]
    filled: Collection[tuple[int, int]]


def read_workbook(
    data: bytes, sheet_name: str, expected: Collection[str], has_heading: bool, limits: ReaderLimits
) -> RawTable:
    """Read the sheet named like the feed, or the only one that holds anything.

    A cell merged over several rows has its value in each of them.

    Args:
        data: The file.
        sheet_name: The feed; compared like a heading.
        expected: Column names; the heading is the row, among the first 50, that holds most of them.
        has_heading: Whether the layout has a heading row.
        limits: Limits the table must keep.

    Raises:
        FileRejectedError: The workbook is damaged, has no usable sheet, is empty or beyond a limit.
    """
    parts = inspect_parts(data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = _choose_sheet(workbook, sheet_name)
        limits.refuse_above("max_columns", sheet.total_width, "The sheet has {found} columns")
        limits.refuse_above("max_rows", sheet.total_height, "The sheet has {found} rows")
        rows: _Rows = sheet.to_python(skip_empty_area=False)
        ranges = (sheet.merged_cell_ranges or []) if parts.has_merged_cells else []
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be read: {error}.") from error
    _put_formula_errors(data, parts, sheet.name, rows)
    merged = _fill_merged(rows, ranges)
    if not any(cell not in ("", None) for row in rows for cell in row):
        raise FileRejectedError("empty_file", f"The sheet {sheet.name!r} holds nothing.")
    heading = _heading_row(rows, expected) if has_heading else -1
    headings = tuple(as_text(cell).strip() for cell in rows[heading]) if has_heading else ()
    told = "A cell of the heading has {found} characters"
    limits.refuse_above("max_cell_characters", max(map(len, headings), default=0), told)
    first = _first_below(heading, merged.ranges)
    body = rows[first:]
    columns = [column_as_text(column) for column in zip(*body, strict=True)]
    if not columns:
        columns = [pa.array([], pa.string()) for _ in rows[heading]]
    numbers = pa.array(np.arange(first + 1, first + 1 + len(body)))
    table, blank = make_raw_table(columns, numbers, limits)
    return RawTable(
        table=table,
        headings=headings,
        file_format="xlsx",
        blank_rows=blank,
        merged_cells=sum(row >= first for row, _ in merged.filled),
        counts_from_1904=parts.counts_from_1904,
    )


def _choose_sheet(workbook: CalamineWorkbook, wanted: str) -> CalamineSheet:
    """Return the visible sheet named like the feed, or else the only visible one that holds anything."""
    sheets = [about for about in workbook.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
    visible = [about.name for about in sheets if about.visible == SheetVisibleEnum.Visible]
    named = [name for name in visible if normalise_heading(name) == wanted]
    if len(named) == 1:
        return workbook.get_sheet_by_name(named[0])
    hidden = [about.name for about in sheets if about.name not in visible]
    if any(normalise_heading(name) == wanted for name in hidden):
        raise FileRejectedError("ambiguous_sheet", f"The sheet named {wanted!r} is hidden.")
    if not named:
        filled = [sheet for name in visible if (sheet := workbook.get_sheet_by_name(name)).height]
        if len(filled) == 1:
            return filled[0]
        if not filled:
            raise FileRejectedError("empty_file", "No visible sheet of the workbook holds anything.")
        visible = [sheet.name for sheet in filled]
    names = ", ".join(repr(name) for name in (named or visible))
    why = "are all named like it" if named else f"hold something and none is named {wanted!r}"
    raise FileRejectedError("ambiguous_sheet", f"The sheets {names} {why}.")


def _put_formula_errors(data: bytes, parts: WorkbookParts, sheet: str, rows: _Rows) -> None:
    """Write `#N/A` and the like where the fast reader left a blank."""
    if not parts.with_errors:
        return
    with open_archive(data) as archive:
        part = part_of_sheet(archive, sheet)
        if part not in parts.with_errors:
            return
        found = formula_errors(unpack(data, archive.getinfo(part)))
    width = len(rows[0]) if rows else 0
    for row, column in found:
        # A sheet whose last cells are all errors ends earlier for the reader.
        width = max(width, column + 1)
        rows.extend([] for _ in range(row + 1 - len(rows)))
    for line in rows:
        line.extend([""] * (width - len(line)))
    for (row, column), error in found.items():
        rows[row][column] = error


def _fill_merged(rows: _Rows, ranges: Sequence[_Range]) -> _Merged:
    """Give a cell's value to all rows it was merged over; columns to its right stay blank."""
    filled: set[tuple[int, int]] = set()
    left_to_fill = len(rows) * len(rows[0]) if rows else 0
    for (top, left), (bottom, _) in ranges:
        below = range(top + 1, min(bottom + 1, len(rows)))
        left_to_fill -= len(below)
        if left_to_fill < 0:
            raise FileRejectedError("unreadable_file", "Merged cells of the sheet overlap.")
        if not below or left >= len(rows[top]) or rows[top][left] == "":
            continue
        for row in below:
            if rows[row][left] == "":
                rows[row][left] = rows[top][left]
                filled.add((row, left))
    return _Merged(ranges, filled)


def _heading_row(rows: _Rows, expected: Collection[str]) -> int:
    """Return the row that holds most of the expected headings; the first row with a value if none does."""
    hits = [count_recognised(map(as_text, row), expected) for row in rows[:_HEADING_SEARCH]]
    if max(hits) > 0:
        return hits.index(max(hits))
    return next(i for i, row in enumerate(rows) if any(cell not in ("", None) for cell in row))


def _first_below(heading: int, ranges: Sequence[_Range]) -> int:
    """Return the first row below the heading, whose own cells may be merged over several rows."""
    return max([heading, *(bottom for (top, _), (bottom, _) in ranges if top <= heading <= bottom)]) + 1
