"""CSV, semicolon- and tab-separated text, to text cells with the row a person counts.

Belongs here: delimiters, quoted cells, rows of the wrong length. Encodings are `text.py`.
"""

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from orchestration.lib.ingest.headings import count_recognised
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.quotes import count_records
from orchestration.lib.ingest.readers.raw_table import RaggedRow, RawTable, make_raw_table
from orchestration.lib.ingest.readers.text import to_utf8
from orchestration.lib.ingest.rejection import FileRejectedError

DELIMITERS = (",", ";", "\t")
# The first row is looked for in the first bytes only; none is longer.
_FIRST_ROW_REACH = 16 << 20
# Excel's own hint, which other programs show as the first row.
_HINT = re.compile(rb'"?sep=([,;\t])"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_NOTHING = b" \t,;\r\n\xc2\xa0"


@dataclass(frozen=True)
class _Body:
    """The text from the first row that holds anything.

    Attributes:
        skipped: Rows passed over above it.
        delimiter: The one that Excel's hint names, if there is one.
    """

    text: bytes
    skipped: int
    delimiter: str | None


def read_delimited(
    data: bytes, has_heading: bool, limits: ReaderLimits, expected: Collection[str] = ()
) -> RawTable:
    """Read delimited text.

    Args:
        data: The file, unpacked.
        has_heading: Whether the first row that holds anything is a heading.
        limits: Limits the table must keep.
        expected: Column names: the delimiter is the one by which most of them are found.

    Returns:
        The table; rows of the wrong length are in `ragged`, never dropped.

    Raises:
        FileRejectedError: The text is empty, damaged, badly quoted or beyond a limit.
    """
    text, encoding = to_utf8(data)
    body = _find_body(text)
    delimiter = body.delimiter or find_delimiter(body.text, expected)
    records = count_records(body.text, delimiter)
    limits.refuse_above("max_rows", records, "The file has {found} rows")
    names = _first_row(body.text, delimiter)
    if names is None:
        raise FileRejectedError(
            "limit_exceeded",
            f"The first row does not end within {_FIRST_ROW_REACH:,} bytes, or a cell of it has more than "
            f"{csv.field_size_limit():,} characters; no setting allows that.",
        )
    limits.refuse_above("max_columns", len(names), "The file has {found} columns")
    table, short, blank = _parse(body, delimiter, len(names))
    if table.num_rows + len(short) + len(blank) != records:
        found = table.num_rows + len(short) + len(blank)
        raise FileRejectedError("unreadable_file", f"{records} rows were counted and {found} read.")
    _refuse_cut_short(body, records + body.skipped, short, len(names))
    passed_over = [*(row.source_row for row in short), *blank]
    numbers = _row_numbers(records, body.skipped, passed_over)
    first = int(has_heading)
    cells, blank_rows = make_raw_table(
        [column.slice(first) for column in table.columns], numbers.slice(first), limits
    )
    return RawTable(
        table=cells,
        headings=tuple(names) if has_heading else (),
        file_format="csv",
        encoding=encoding,
        delimiter=delimiter,
        ragged=tuple(short),
        blank_rows=blank_rows + len(blank),
    )


def _refuse_cut_short(body: _Body, last: int, short: Sequence[RaggedRow], columns: int) -> None:
    """Refuse text that ends in the middle of a row: what came after it is not there.

    A line of one cell at the end is a note; a row that ends with a line break was written to its end.
    """
    ends = not short or body.text.endswith((b"\n", b"\r")) or short[-1].source_row != last
    if not ends and 1 < short[-1].cells < columns:
        raise FileRejectedError(
            "unreadable_file", f"The last row, {last}, ends after {short[-1].message}: the file is cut short."
        )


def find_delimiter(text: bytes, expected: Collection[str] = ()) -> str:
    """Return the delimiter by which most expected headings are found in the first row.

    Where that does not decide, the one that gives most cells; a comma when none gives several.
    """
    rows = {delimiter: _first_row(text, delimiter) or [] for delimiter in DELIMITERS}
    return max(
        rows, key=lambda delimiter: (count_recognised(rows[delimiter], expected), len(rows[delimiter]))
    )


def _find_body(text: bytes) -> _Body:
    hint = _HINT.match(text)
    start = hint.end() if hint else 0
    visible = len(text) - len(text[start:].lstrip(_NOTHING))
    if visible == len(text):
        raise FileRejectedError("empty_file", "The file holds no text.")
    start = max(text.rfind(b"\n", 0, visible), text.rfind(b"\r", 0, visible)) + 1
    above = text[:start]
    skipped = above.count(b"\n") + above.count(b"\r") - above.count(b"\r\n")
    return _Body(text[start:] if start else text, skipped, hint.group(1).decode() if hint else None)


def _first_row(text: bytes, delimiter: str) -> list[str] | None:
    """Return the cells of the first row; None when it does not end within reach, or holds a huge cell."""
    stream = io.StringIO(text[:_FIRST_ROW_REACH].decode("utf-8", errors="ignore"), newline="")
    try:
        row = next(csv.reader(stream, delimiter=delimiter), [])
    except csv.Error:
        return None
    ended = stream.tell() < _FIRST_ROW_REACH or len(text) <= _FIRST_ROW_REACH
    return row if ended else None


def _parse(body: _Body, delimiter: str, columns: int) -> tuple[pa.Table, list[RaggedRow], list[int]]:
    """Return the rows that have all cells, those that have not, and the numbers of blank lines."""
    short: list[RaggedRow] = []
    blank: list[int] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        number = row.number + body.skipped
        if row.text.strip():
            told = f"{row.actual_columns} cells instead of {row.expected_columns}"
            short.append(RaggedRow(number, row.actual_columns, told))
        else:
            # A blank line has one empty cell: where rows should have more, it is blank and not ragged.
            blank.append(number)
        return "skip"

    names = [f"c{i}" for i in range(columns)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(body.text),
            # One block and one thread: only then does the parser number the rows it passes over.
            read_options=pa_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(body.text) + 1
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException as error:
        raise FileRejectedError("unreadable_file", f"The text cannot be read as rows: {error}.") from error
    return table, short, blank


def _row_numbers(total: int, skipped: int, passed_over: list[int]) -> pa.Array:
    numbers = pa.array(np.arange(skipped + 1, skipped + total + 1))
    if not passed_over:
        return numbers
    return numbers.filter(pc.invert(pc.is_in(numbers, value_set=pa.array(passed_over, pa.int64()))))
