"""Workbooks as the Government Statistical Service asks for them: cover, notes, one table a sheet.

Belongs here: the layout. No cell is merged, every table is marked as one, a figure that is not there is a
shorthand that the notes explain, and nothing is told by colour. What the tables hold is for `sheets.py`.
Source: Government Analysis Function, Releasing statistics in spreadsheets.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.lib.report.sheets import NOTES, Sheet

_FIRST_ROW = 4


def write_workbook(
    path: Path, title: str, cover: Sequence[str], made: datetime, sheets: Sequence[Sheet]
) -> None:
    """Write a workbook.

    Args:
        path: Where to.
        title: Of the whole.
        cover: Lines of the cover sheet below the title.
        made: When the figures were released; stands in the properties of the file.
        sheets: Tables in their order.
    """
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = title, "Education Quality Warehouse"
    workbook.properties.created = workbook.properties.modified = made
    first = workbook.active
    assert isinstance(first, Worksheet)  # noqa: S101  # a new workbook has one sheet
    first.title = "Cover"
    _lines(first, title, cover)
    contents = Sheet(
        "Contents", "Contents", ("Sheet", "Table"), tuple((sheet.name, sheet.title) for sheet in sheets)
    )
    notes = Sheet("Notes", "Notes: what stands in place of a figure", ("Shorthand", "Meaning"), NOTES)
    for number, sheet in enumerate((contents, notes, *sheets), 1):
        _table(workbook.create_sheet(sheet.name), sheet, number)
    workbook.save(path)


def _lines(worksheet: Worksheet, title: str, lines: Sequence[str]) -> None:
    worksheet["A1"] = title
    worksheet["A1"].font = Font(bold=True, size=14)
    for place, line in enumerate(lines, 2):
        worksheet.cell(place, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    worksheet.column_dimensions["A"].width = 90


def _table(worksheet: Worksheet, sheet: Sheet, number: int) -> None:
    worksheet["A1"] = sheet.title
    worksheet["A1"].font = Font(bold=True, size=14)
    worksheet["A2"] = (
        "This sheet holds one table. Shorthand in place of a figure is explained on sheet Notes."
    )
    worksheet.append([])
    worksheet.append(list(sheet.heading))
    for row in sheet.rows or (("[x]",) * len(sheet.heading),):
        worksheet.append(list(row))
        for cell in worksheet[worksheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = is a text, never a formula
    for place, name in enumerate(sheet.heading, 1):
        worksheet.cell(_FIRST_ROW, place).font = Font(bold=True)
        letter = worksheet.cell(_FIRST_ROW, place).column_letter
        longest = max([len(name), *(len(str(row[place - 1])) for row in sheet.rows)])
        worksheet.column_dimensions[letter].width = min(longest, 60) + 2
    last = worksheet.cell(worksheet.max_row, len(sheet.heading)).coordinate
    worksheet.add_table(Table(displayName=f"table_{number}", ref=f"A{_FIRST_ROW}:{last}"))
