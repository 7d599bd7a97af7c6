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


@dataclass(frozen=True)
class RaggedRow:
    """A row that could not be read as cells.

    Attributes:
        source_row: Row as a person counts it.
        message: How many cells were found, and how many expected.
    """

    source_row: int
    message: str


@dataclass(frozen=True)
class RawTable:
    """A file as text.

    Attributes:
        table: Columns `c0`, `c1` … of strings without surrounding white space, null where blank, and
            `_source_row` (int64, 1-based, a heading is row 1).
        headings: Heading of every column as written; empty when the layout has no heading row.
        file_format: `csv`, `csv.gz`, `xlsx` or `parquet`.
        ragged: Rows that have too few or too many cells; they are not in `table`.
        blank_rows: Rows without any value, left out of `table`.
        merged_cells: Cells of a worksheet that were filled in from the merged cell they belong to.
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
        text = pc.utf8_trim(column, characters=INVISIBLE)
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        has_value = pc.or_(has_value, pc.is_valid(text))
        trimmed.append(text)
    names = [*(f"c{i}" for i in range(len(columns))), SOURCE_ROW]
    table = pa.table([*trimmed, source_rows], names=names)
    kept = table.filter(has_value)
    return kept, table.num_rows - kept.num_rows
