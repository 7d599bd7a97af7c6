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
from orchestration.lib.ingest.readers.formulas import part_of_sheet, unusable_formulas
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


@dataclass(frozen=True)
class Layout:
    """What a sheet of a feed looks like.

    Attributes:
        columns: Column names; the heading is the row, among the first 50, that holds most of them.
        key: Those among them without which a row has no key.
        has_heading: Whether there is a heading row.
    """

    columns: Collection[str]
    key: Collection[str]
    has_heading: bool


def read_workbook(data: bytes, sheet_name: str, layout: Layout, limits: ReaderLimits) -> RawTable:
    """Read the sheet named like the feed, or the only one that holds anything.

    A cell merged over several rows has its value in each of them.

    Args:
        data: The file.
        sheet_name: The feed; compared like a heading.
        layout: Its columns.
        limits: Limits the table must keep.

    Raises:
        FileRejectedError: The workbook is damaged, has no usable sheet, is empty or beyond a limit; or the
            sheet holds a second table above.
    """
    parts = inspect_parts(data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet, others = _choose_sheet(workbook, sheet_name)
        limits.refuse_above("max_columns", sheet.total_width, "The sheet has {found} columns")
        limits.refuse_above("max_rows", sheet.total_height, "The sheet has {found} rows")
        rows: _Rows = sheet.to_python(skip_empty_area=False)
        ranges = (sheet.merged_cell_ranges or []) if parts.has_merged_cells else []
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileRejectedError("unreadable_file", f"The workbook cannot be read: {error}.") from error
    _put_unusable_formulas(data, parts, sheet.name, rows)
    merged = _fill_merged(rows, ranges)
    if not any(map(_holds_anything, rows)):
        raise FileRejectedError("empty_file", f"The sheet {sheet.name!r} holds nothing.")
    heading = _heading_row(rows, layout.columns) if layout.has_heading else -1
    headings = tuple(as_text(cell).strip() for cell in rows[heading]) if layout.has_heading else ()
    above = rows[: max(heading, 0)]
    _refuse_table_above(above, layout.key)
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
        rows_above_heading=sum(map(_holds_anything, above)),
        other_sheets=others,
        counts_from_1904=parts.counts_from_1904,
    )


def _choose_sheet(workbook: CalamineWorkbook, wanted: str) -> tuple[CalamineSheet, tuple[str, ...]]:
    """Return the visible sheet named like the feed, or else the only visible one that holds anything.

    With it the names of the other visible sheets that hold anything.
    """
    sheets = [about for about in workbook.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
    visible = [about.name for about in sheets if about.visible == SheetVisibleEnum.Visible]
    named = [name for name in visible if normalise_heading(name) == wanted]
    if len(named) == 1:
        others = [name for name in visible if name != named[0]]
        filled = [name for name in others if workbook.get_sheet_by_name(name).height]
        return workbook.get_sheet_by_name(named[0]), tuple(filled)
    hidden = [about.name for about in sheets if about.name not in visible]
    if any(normalise_heading(name) == wanted for name in hidden):
        raise FileRejectedError("ambiguous_sheet", f"The sheet named {wanted!r} is hidden.")
    if not named:
        filled = [name for name in visible if workbook.get_sheet_by_name(name).height]
        if len(filled) == 1:
            return workbook.get_sheet_by_name(filled[0]), ()
        if not filled:
            raise FileRejectedError("empty_file", "No visible sheet of the workbook holds anything.")
        visible = filled
    names = ", ".join(repr(name) for name in (named or visible))
    why = "are all named like it" if named else f"hold something and none is named {wanted!r}"
    raise FileRejectedError("ambiguous_sheet", f"The sheets {names} {why}.")


def _put_unusable_formulas(data: bytes, parts: WorkbookParts, sheet: str, rows: _Rows) -> None:
    """Write `#N/A` and the like where the fast reader left a blank."""
    if not parts.with_formulas:
        return
    with open_archive(data) as archive:
        part = part_of_sheet(archive, sheet)
        if part not in parts.with_formulas:
            return
        found = unusable_formulas(unpack(data, archive.getinfo(part)))
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


def _refuse_table_above(above: _Rows, key: Collection[str]) -> None:
    """Refuse a sheet that holds rows under another heading above the one that was chosen."""
    for place, row in enumerate(above):
        is_heading = count_recognised(map(as_text, row), key) == len(key) > 0
        if is_heading and any(map(_holds_anything, above[place + 1 :])):
            raise FileRejectedError(
                "several_headings",
                f"Row {place + 1} is a heading with rows below it, and so is row {len(above) + 1}.",
            )


def _holds_anything(row: Sequence[Any]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _heading_row(rows: _Rows, expected: Collection[str]) -> int:
    """Return the row that holds most of the expected headings; the first row with a value if none does."""
    hits = [count_recognised(map(as_text, row), expected) for row in rows[:_HEADING_SEARCH]]
    if max(hits) > 0:
        return hits.index(max(hits))
    return next(i for i, row in enumerate(rows) if _holds_anything(row))


def _first_below(heading: int, ranges: Sequence[_Range]) -> int:
    """Return the first row below the heading, whose own cells may be merged over several rows."""
    return max([heading, *(bottom for (top, _), (bottom, _) in ranges if top <= heading <= bottom)]) + 1
