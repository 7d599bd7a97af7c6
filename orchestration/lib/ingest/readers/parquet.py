"""Parquet files, to text cells.

Belongs here: how typed values are written as text. Rows are numbered as if a heading stood above them.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.lib.ingest.readers.raw_table import RawTable, ReaderLimits, make_raw_table
from orchestration.lib.ingest.rejection import FileRejectedError

PARQUET_MAGIC = b"PAR1"


def read_parquet(data: bytes, has_heading: bool, limits: ReaderLimits) -> RawTable:
    """Read a Parquet file.

    Raises:
        FileRejectedError: The file is damaged, beyond a limit, or holds a column of nested records.
    """
    try:
        parquet = pq.ParquetFile(pa.BufferReader(data))
        unpacked = sum(
            parquet.metadata.row_group(i).total_byte_size for i in range(parquet.metadata.num_row_groups)
        )
        if unpacked > limits.max_bytes or parquet.metadata.num_rows > limits.max_rows:
            raise FileRejectedError(
                "limit_exceeded",
                f"The file unpacks to {unpacked} bytes in {parquet.metadata.num_rows} rows.",
            )
        table = parquet.read()
        # Damaged pages can hold text that is no text.
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise FileRejectedError("unreadable_file", f"The Parquet file cannot be read: {error}.") from error
    columns = [_as_text(table.column(i), name) for i, name in enumerate(table.column_names)]
    first = 1 + int(has_heading)
    numbers = pa.array(np.arange(first, first + table.num_rows))
    cells, blank = make_raw_table(columns, numbers, limits)
    headings = tuple(table.column_names) if has_heading else ()
    return RawTable(table=cells, headings=headings, file_format="parquet", blank_rows=blank)


def _as_text(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Write a column as text; lists are joined with `;`, instants are given in UTC."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.cast(kind.value_type), name)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    if pa.types.is_timestamp(kind):
        return pc.strftime(column, format="%Y-%m-%d %H:%M:%S" + ("Z" if kind.tz else ""))
    if pa.types.is_floating(kind):
        # pandas writes a missing number as NaN.
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise FileRejectedError(
            "unsupported_format", f"Column {name!r} holds {kind} values, which are not text, number or date."
        ) from error
