"""A table as the bytes of a CSV or XLSX file that is safe to open in a spreadsheet.

Belongs here: both formats, and that no cell of a stranger's file becomes a formula. What stands in the table
is for `export.py`.
"""

import io
import re
from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

# A cell that starts like this becomes a formula in a spreadsheet (OWASP: "CSV injection"), full-width too.
_FORMULA_START = "^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
# Characters that XML, and so XLSX, cannot hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Widths = Mapping[str, int]


def csv_bytes(table: pa.Table) -> bytes:
    """Return UTF-8 CSV with a byte order mark, by which Excel knows the encoding.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, which shows as part of the
    text: `=1+1` becomes `'=1+1`.
    """
    safe = pa.table({name: _without_formulas(table.column(name)) for name in table.column_names})
    sink = io.BytesIO()
    sink.write(_BYTE_ORDER_MARK)
    pa_csv.write_csv(safe, sink)
    return sink.getvalue()


def xlsx_bytes(table: pa.Table, widths: Widths) -> bytes:
    """Return a workbook: bold heading that stays in view, filter, set widths; every text a plain string.

    Args:
        table: The table.
        widths: Width of each column in characters.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("quarantine")
    for place, name in enumerate(table.column_names, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = widths[name]
    sheet.freeze_panes = "A2"
    last = get_column_letter(table.num_columns)
    sheet.auto_filter.ref = f"A1:{last}{table.num_rows + 1}"

    def cell(value: object) -> object:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, _NOT_IN_XML.sub("\ufffd", value))
        # openpyxl takes a text that starts with "=" for a formula, and "#N/A" for an error.
        made.data_type = "s"
        # Without this the text becomes a formula as soon as a person edits the cell.
        made.quotePrefix = re.match(_FORMULA_START, value) is not None
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    heading = [WriteOnlyCell(sheet, name) for name in table.column_names]
    for made in heading:
        made.font = Font(bold=True)
    sheet.append(heading)
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        sheet.append([cell(value) for value in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


# ending of the file name -> its writer
WRITERS: dict[str, Callable[[pa.Table, Widths], bytes]] = {
    ".csv": lambda table, _: csv_bytes(table),
    ".xlsx": xlsx_bytes,
}


def _without_formulas(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_integer(column.type):
        return column
    return pc.replace_substring_regex(column.cast(pa.string()), f"({_FORMULA_START})", r"'\1")
