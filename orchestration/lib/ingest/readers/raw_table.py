"""What every reader gives: a file's cells as text, with headings and row numbers.

Belongs here: the shape shared by the readers. Does not belong here: any format.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from orchestration.lib.ingest.readers.limits import ReaderLimits

SOURCE_ROW = "_source_row"
# What people cannot see at the edge of a cell: ASCII white space, no-break, zero-width and similar spaces.
INVISIBLE = " \t\r\n\v\f\u00a0\u1680\u2007\u202f\u3000\u200b\u200c\u200d\u2060\ufeff"
# The characters other than ASCII that the normal form C makes ASCII: the Kelvin sign (K), the Greek question
# mark (;) and varia (`). They only look the same, so a cell that holds one is left as it was written.
_ASCII_IN_NFC = "[\u212a\u037e\u1fef]"


@dataclass(frozen=True)
class RaggedRow:
    """A row that could not be read as cells.

    Attributes:
        source_row: Row as a person counts it.
        cells: How many cells were found.
        message: How many cells were found, and how many expected.
    """

    source_row: int
    cells: int
    message: str


@dataclass(frozen=True)
class RawTable:
    """A file as text.

    Attributes:
        table: Columns `c0`, `c1` … of strings in Unicode's normal form C without surrounding white space,
            null where blank, and `_source_row` (int64, 1-based, a heading is row 1).
        headings: Heading of every column as written; empty when the layout has no heading row.
        file_format: `csv`, `csv.gz`, `xlsx` or `parquet`.
        ragged: Rows that have too few or too many cells; they are not in `table`.
        blank_rows: Rows without any value, left out of `table`.
        merged_cells: Cells of a worksheet that were filled in from the merged cell they belong to.
        rows_above_heading: Rows of a worksheet above its heading that hold anything.
        other_sheets: Names of the visible sheets of a workbook that hold anything and were not read.
        counts_from_1904: A worksheet's bare numbers count days as old versions of Excel for Macintosh did.
    """

    table: pa.Table
    headings: tuple[str, ...]
    file_format: str
    encoding: str | None = None
    delimiter: str | None = None
    ragged: tuple[RaggedRow, ...] = field(default=())
    blank_rows: int = 0
    merged_cells: int = 0
    rows_above_heading: int = 0
    other_sheets: tuple[str, ...] = ()
    counts_from_1904: bool = False

    @property
    def row_count(self) -> int:
        """Rows of the file that hold anything."""
        return int(self.table.num_rows) + len(self.ragged)


def make_raw_table(
    columns: Sequence[pa.Array | pa.ChunkedArray],
    source_rows: pa.Array,
    limits: ReaderLimits,
) -> tuple[pa.Table, int]:
    """Put text columns and row numbers together, without rows that are blank throughout.

    Args:
        columns: String arrays of equal length.
        source_rows: Row number of each row.
        limits: Limits the table must keep.

    Returns:
        The table and the number of blank rows left out.

    Raises:
        FileRejectedError: The table is beyond a limit.
    """
    limits.refuse_above("max_columns", len(columns), "The file has {found} columns")
    limits.refuse_above("max_rows", len(source_rows), "The file has {found} rows")
    trimmed = []
    has_value = pa.repeat(pa.scalar(False), len(source_rows))
    for position, column in enumerate(columns):
        longest = pc.max(pc.utf8_length(column)).as_py() or 0
        told = f"A cell of column {position + 1} has {{found}} characters"
        limits.refuse_above("max_cell_characters", longest, told)
        text = pc.utf8_trim(_composed(column), characters=INVISIBLE)
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        has_value = pc.or_(has_value, pc.is_valid(text))
        trimmed.append(text)
    names = [*(f"c{i}" for i in range(len(columns))), SOURCE_ROW]
    table = pa.table([*trimmed, source_rows], names=names)
    kept = table.filter(has_value)
    return kept, table.num_rows - kept.num_rows


def _composed(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return a text column in normal form C: accents typed in two ways are one key.

    Never form KC, which takes look-alikes (fullwidth letters, ligatures) for the letters they resemble.
    """
    if pc.all(pc.string_is_ascii(column)).as_py() is not False:
        return column
    as_written = pc.match_substring_regex(column, _ASCII_IN_NFC)
    return pc.if_else(as_written, column, pc.utf8_normalize(column, form="NFC"))
