"""CSV, semicolon- and tab-separated text, to text cells with the row a person counts.

Belongs here: delimiters, quoted cells, rows of the wrong length. Encodings are `text.py`.
"""

import csv
import io
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from orchestration.lib.ingest.readers.quotes import count_records
from orchestration.lib.ingest.readers.raw_table import RaggedRow, RawTable, ReaderLimits, make_raw_table
from orchestration.lib.ingest.readers.text import decode
from orchestration.lib.ingest.rejection import FileRejectedError

DELIMITERS = (",", ";", "\t")
# A heading is looked for in the first characters only; no heading is longer.
_HEADING_REACH = 1 << 20


_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:[ \t,;\u00a0]*(?:\r\n|\r|\n))+")


def read_delimited(data: bytes, has_heading: bool, limits: ReaderLimits) -> RawTable:
    """Read delimited text.

    Args:
        data: The file, unpacked.
        has_heading: Whether the first row that holds anything is a heading.
        limits: Limits the table must keep.

    Returns:
        The table; rows of the wrong length are in `ragged`, never dropped.

    Raises:
        FileRejectedError: The text is empty, damaged, badly quoted or beyond a limit.
    """
    text, encoding = decode(data)
    blank = _BLANK_LINES.match(text)
    body = text[blank.end() :] if blank else text
    if not body.strip():
        raise FileRejectedError("empty_file", "The file holds no text.")
    skipped = len(_LINE_BREAK.findall(blank.group())) if blank else 0
    delimiter = find_delimiter(body)
    names = _first_record(body, delimiter)
    if len(names) > limits.max_columns:
        raise FileRejectedError(
            "limit_exceeded", f"The file has {len(names)} columns; {limits.max_columns} are allowed."
        )
    raw = body.encode("utf-8")
    table, ragged = _parse(raw, delimiter, len(names))
    expected = count_records(raw, delimiter)
    if table.num_rows + len(ragged) != expected:
        raise FileRejectedError(
            "unreadable_file", f"{expected} rows were counted and {table.num_rows + len(ragged)} read."
        )
    numbers = pc.add(_row_numbers(expected, ragged), pa.scalar(skipped, pa.int64()))
    first = int(has_heading)
    cells, blank_rows = make_raw_table(
        [column.slice(first) for column in table.columns], numbers.slice(first), limits
    )
    # A blank line has one empty cell: where rows should have more, it is a blank row and no ragged one.
    empty = [row for row in ragged if not row.text.strip()]
    return RawTable(
        table=cells,
        headings=tuple(names) if has_heading else (),
        file_format="csv",
        encoding=encoding,
        delimiter=delimiter,
        ragged=tuple(
            RaggedRow(row.number + skipped, f"{row.actual_columns} cells instead of {row.expected_columns}")
            for row in ragged
            if row.text.strip()
        ),
        blank_rows=blank_rows + len(empty),
    )


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the first record into most cells (a comma when none does)."""
    return max(DELIMITERS, key=lambda delimiter: len(_first_record(text, delimiter)))


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text[:_HEADING_REACH], newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        raise FileRejectedError("unreadable_file", f"The first row cannot be read: {error}.") from error


def _parse(raw: bytes, delimiter: str, columns: int) -> tuple[pa.Table, list[pa_csv.InvalidRow]]:
    ragged: list[pa_csv.InvalidRow] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    names = [f"c{i}" for i in range(columns)]
    table = pa_csv.read_csv(
        io.BytesIO(raw),
        # One block and one thread: only then does the parser number the rows it passes over.
        read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(raw) + 1),
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
    return table, ragged


def _row_numbers(total: int, ragged: list[pa_csv.InvalidRow]) -> pa.Array:
    numbers = pa.array(np.arange(1, total + 1))
    if not ragged:
        return numbers
    return numbers.filter(
        pc.invert(pc.is_in(numbers, value_set=pa.array([row.number for row in ragged], pa.int64())))
    )
