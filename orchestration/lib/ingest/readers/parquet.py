"""Parquet files, to text cells.

Belongs here: how typed values are written as text. Rows are numbered as if a heading stood above them.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as pt

from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.raw_table import RawTable, make_raw_table
from orchestration.lib.ingest.rejection import FileRejectedError

PARQUET_MAGIC = b"PAR1"
_BATCH_ROWS = 1 << 16
# A list may repeat a long text many times: fewer rows at once.
_BATCH_ROWS_OF_LISTS = 1 << 10


def read_parquet(data: bytes, has_heading: bool, limits: ReaderLimits) -> RawTable:
    """Read a Parquet file.

    Raises:
        FileRejectedError: The file is damaged, beyond a limit, or holds a column of nested records.
    """
    try:
        table = _read(data, limits)
        # Damaged pages can hold text that is no text.
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise FileRejectedError("unreadable_file", f"The Parquet file cannot be read: {error}.") from error
    columns = [_as_text(column, place + 1) for place, column in enumerate(table.columns)]
    first = 1 + int(has_heading)
    numbers = pa.array(np.arange(first, first + table.num_rows))
    cells, blank = make_raw_table(columns, numbers, limits)
    headings = tuple(table.column_names) if has_heading else ()
    return RawTable(table=cells, headings=headings, file_format="parquet", blank_rows=blank)


def _read(data: bytes, limits: ReaderLimits) -> pa.Table:
    """Read all rows, text as dictionaries: one long text, repeated a million times, stays one."""
    source = pa.BufferReader(data)
    about = pq.ParquetFile(source)
    metadata, schema = about.metadata, about.schema_arrow
    limits.refuse_above("max_columns", len(schema), "The file has {found} columns")
    limits.refuse_above("max_rows", metadata.num_rows, "The file has {found} rows")
    unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    limits.refuse_expansion(len(data), unpacked)
    for place, field in enumerate(schema):
        if pt.is_nested(field.type) and (not _is_list(field.type) or pt.is_nested(field.type.value_type)):
            raise _not_cells(field.type, place + 1)
    texts = [field.name for field in schema if _is_text(field.type)]
    parquet = pq.ParquetFile(source, read_dictionary=texts)
    rows_at_once = _BATCH_ROWS_OF_LISTS if any(_is_list(field.type) for field in schema) else _BATCH_ROWS
    batches, rows, size = [], 0, 0
    for batch in parquet.iter_batches(rows_at_once):
        rows, size = rows + batch.num_rows, size + _bytes_of_text(batch)
        # What the file says of itself may be wrong.
        limits.refuse_above("max_rows", rows, "The file has {found} rows or more")
        limits.refuse_above("max_bytes", size, "The file unpacks to {found} bytes or more")
        batches.append(batch)
    return pa.Table.from_batches(batches, parquet.schema_arrow).unify_dictionaries()


def _bytes_of_text(batch: pa.RecordBatch) -> int:
    """Return the size of a batch with every text written out."""
    size = 0
    for column in batch.columns:
        if pt.is_dictionary(column.type) and _is_text(column.type.value_type):
            lengths = pc.binary_length(column.dictionary).cast(pa.int64())
            size += pc.sum(lengths.take(column.indices)).as_py() or 0
        else:
            size += column.nbytes
    return size


def _is_text(kind: pa.DataType) -> bool:
    return any(
        is_kind(kind)
        for is_kind in (
            pt.is_string,
            pt.is_large_string,
            pt.is_string_view,
            pt.is_binary,
            pt.is_large_binary,
            pt.is_binary_view,
        )
    )


def _is_list(kind: pa.DataType) -> bool:
    return bool(pt.is_list(kind) or pt.is_large_list(kind) or pt.is_fixed_size_list(kind))


def _as_text(column: pa.ChunkedArray, place: int) -> pa.ChunkedArray:
    """Write a column as text: lists joined with `;`, instants with their offset from UTC."""
    kind = column.type
    try:
        if pt.is_dictionary(kind):
            return _as_text(column.cast(kind.value_type), place)
        if _is_list(kind):
            return _joined(column.cast(pa.list_(pa.string())).combine_chunks())
        if pt.is_timestamp(kind):
            # The day of an instant is that of its own time zone, so it is not moved to UTC here.
            return pc.strftime(column, format="%Y-%m-%d %H:%M:%S" + ("%z" if kind.tz else ""))
        if pt.is_duration(kind):
            raise _not_cells(kind, place)
        if pt.is_floating(kind):
            # pandas writes a missing number as NaN.
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
        text = column.cast(pa.string())
    except pa.ArrowInvalid as error:
        raise FileRejectedError(
            "damaged_text", f"Column {place} holds values that cannot be written as text: {error}."
        ) from error
    except pa.ArrowNotImplementedError as error:
        raise _not_cells(kind, place) from error
    if pc.any(pc.match_substring(text, "\0")).as_py():
        raise FileRejectedError("damaged_text", f"Column {place} holds a NUL character.")
    return text


def _joined(lists: pa.ListArray) -> pa.ChunkedArray:
    """Join the elements of each list; a missing element is an empty one, not a missing list."""
    given = pa.ListArray.from_arrays(lists.offsets, pc.fill_null(lists.values, ""))
    texts = pc.if_else(lists.is_valid(), pc.binary_join(given, ";"), pa.scalar(None, pa.string()))
    return pa.chunked_array([texts])


def _not_cells(kind: pa.DataType, place: int) -> FileRejectedError:
    return FileRejectedError(
        "unsupported_format", f"Column {place} holds {kind} values, which are not text, number or date."
    )
