"""A law: any table of text reads back as the same cells, whatever shape of file it was written to."""

import codecs
import gzip
import io
from unicodedata import normalize

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.lib.ingest.readers.delimited import read_delimited
from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.parquet import read_parquet
from orchestration.lib.ingest.readers.raw_table import INVISIBLE, RawTable
from orchestration.lib.ingest.readers.text import gunzip
from orchestration.lib.ingest.readers.workbook import Layout, read_workbook

LIMITS = ReaderLimits()
HEADINGS = ("wave", "provider_code", "professions")
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "cp1252": b"",
}

Row = tuple[str, str, str]


def rows(characters: st.SearchStrategy[str]) -> st.SearchStrategy[list[Row]]:
    cell = st.text(characters, max_size=8)
    return st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=6)


WESTERN = st.sampled_from("aB7 ;,\t\"'\n\r=+-@é€£ñ\u00a0#<&_")
ANY = WESTERN | st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
)


def expected(table: list[Row]) -> list[tuple[str | None, ...]]:
    """Cells in normal form C, without what cannot be seen at their edges; no blank rows; with row numbers."""
    read = [tuple(normalize("NFC", cell).strip(INVISIBLE) or None for cell in row) for row in table]
    return [(*row, number) for number, row in enumerate(read, start=2) if any(row)]  # type: ignore[misc]


def found(raw: RawTable) -> list[tuple[str | None, ...]]:
    assert raw.headings == HEADINGS
    assert raw.ragged == ()
    return [tuple(row.values()) for row in raw.table.to_pylist()]


def as_text(table: list[Row], delimiter: str, line_break: str, quote_all: bool) -> str:
    def written(cell: str) -> str:
        needs_quotes = quote_all or any(character in cell for character in ',;\t\r\n"')
        return '"' + cell.replace('"', '""') + '"' if needs_quotes else cell

    return "".join(delimiter.join(map(written, row)) + line_break for row in [HEADINGS, *table])


@settings(max_examples=150, deadline=None, database=None)
@given(
    data=st.data(),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.sampled_from(",;\t"),
    line_break=st.sampled_from(["\n", "\r\n", "\r"]),
    quote_all=st.booleans(),
    packed=st.booleans(),
)
def test_delimited(
    data: st.DataObject, encoding: str, delimiter: str, line_break: str, quote_all: bool, packed: bool
) -> None:
    table = data.draw(rows(WESTERN if encoding == "cp1252" else ANY))
    written = ENCODINGS[encoding] + as_text(table, delimiter, line_break, quote_all).encode(encoding)
    if packed:
        written = gunzip(gzip.compress(written), LIMITS)
    raw = read_delimited(written, True, LIMITS, HEADINGS)
    assert raw.delimiter == delimiter
    assert found(raw) == expected(table)


@settings(max_examples=25, deadline=None, database=None)
@given(table=rows(ANY.filter(lambda character: character != "\r")))
def test_workbook(table: list[Row]) -> None:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for number, row in enumerate([HEADINGS, *table], start=1):
        for place, cell in enumerate(row, start=1):
            written = book.active.cell(number, place)
            # As text, also what looks like a formula or an error.
            written.value, written.data_type = cell, "s"
    book.save(buffer)
    raw = read_workbook(buffer.getvalue(), "sheet", Layout(HEADINGS, HEADINGS, True), LIMITS)
    assert found(raw) == expected(table)


@settings(max_examples=40, deadline=None, database=None)
@given(
    table=rows(ANY),
    kind=st.sampled_from([pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]),
    group=st.integers(1, 6),
)
def test_parquet(table: list[Row], kind: pa.DataType, group: int) -> None:
    columns = [pa.array(column, pa.string()).cast(kind) for column in zip(*table, strict=True)]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, names=list(HEADINGS)), buffer, row_group_size=group)
    assert found(read_parquet(buffer.getvalue(), True, LIMITS)) == expected(table)
