"""Writing rows of the small world as a sender would: CSV of several kinds, gzip, XLSX, Parquet.

Belongs here: bytes of one file. Does not belong here: which rows it holds (`histories.py`).
"""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from functools import cache

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from expectations import reference
from expectations.contract import contract
from tests.order.world import Row

Cells = list[list[str]]


def headings(feed: str) -> list[str]:
    """The columns of a file of a feed; a register file has none and shows 27 unnamed ones."""
    described = contract(feed)
    if not described.has_heading:
        named = {column.position: column.name for column in described.columns}
        return [named.get(place, "") for place in range(1, (described.position_count or 0) + 1)]
    names = [column.name for column in described.columns if not column.restricted or column.required]
    return names + [q.code for q in reference.questions()] * described.question_columns


def _cells(feed: str, rows: Sequence[Row]) -> Cells:
    names = headings(feed)
    top = [names] if contract(feed).has_heading else []
    return top + [[row.values.get(name, "") for name in names] for row in rows]


def _delimited(cells: Cells, delimiter: str, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(cells)
    return text.getvalue().encode(encoding)


def _comma(cells: Cells) -> bytes:
    return _delimited(cells, ",", "utf-8")


def _semicolon(cells: Cells) -> bytes:
    return _delimited(cells, ";", "utf-16")


def _gzip(cells: Cells) -> bytes:
    return gzip.compress(_delimited(cells, "\t", "utf-8-sig"), mtime=0)


def _workbook(cells: Cells) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in cells:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _parquet(cells: Cells) -> bytes:
    names, *rows = cells
    columns = zip(*rows, strict=True)
    table = pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


_WRITERS: dict[str, Callable[[Cells], bytes]] = {
    "csv": _comma,
    "semicolon.csv": _semicolon,
    "csv.gz": _gzip,
    "xlsx": _workbook,
    "parquet": _parquet,
}


def formats(feed: str) -> tuple[str, ...]:
    """The formats a feed is sent in; the register is published as CSV."""
    return tuple(_WRITERS) if contract(feed).has_heading else ("csv", "csv.gz")


@cache
def file_bytes(feed: str, rows: tuple[Row, ...], kind: str) -> bytes:
    """Return the file of these rows; the same bytes each time, though a workbook holds a time."""
    return _WRITERS[kind](_cells(feed, rows))
