"""Parquet files, good and bad."""

import datetime as dt
import io
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.case import Accepted, Case, Outcome, Rejected
from tests.corpus.tables import LEARNER_ROWS, as_lists, learners

_ALL = Accepted(LEARNER_ROWS)


def _case(name: str, outcome: Outcome, make: Callable[[], bytes], file: str) -> Case:
    return Case(name, "learner_numbers", outcome, make, name=file)


def _table() -> pa.Table:
    heading, *rows = as_lists(learners())
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(heading)})


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _encoded() -> bytes:
    """Dictionary columns, integers, and instants with a zone."""
    table = _table()
    for name in ("provider_code", "profession"):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].dictionary_encode())
    table = table.set_column(3, "learners", table["learners"].cast(pa.int32()))
    census = pa.array([dt.datetime(2024, 4, 3, 12)] * table.num_rows, pa.timestamp("us", tz="Europe/London"))
    return _parquet(table.append_column("census_date", census))


def _nested_column() -> bytes:
    return _parquet(_table().append_column("site_code", pa.array([{"a": 1}] * len(LEARNER_ROWS))))


def _twice() -> bytes:
    table = _table()
    return _parquet(table.append_column("wave", table["wave"]))


def _too_many_rows() -> bytes:
    return _parquet(
        pa.table({"wave": pa.DictionaryArray.from_arrays(pa.array([0] * 1, pa.int8()), ["2024"])}).take(
            pa.array([0] * 5_000_001)
        )
    )


CASES = (
    _case("parquet", _ALL, lambda: _parquet(_table()), "good.parquet"),
    _case("parquet-called-csv", _ALL, lambda: _parquet(_table()), "parquet.csv"),
    _case(
        "parquet-with-dictionaries-and-zones",
        Accepted(LEARNER_ROWS, reads={(2, "learners"): 20, (2, "census_date"): dt.date(2024, 4, 3)}),
        _encoded,
        "encoded.parquet",
    ),
    _case(
        "truncated-parquet",
        Rejected("unreadable_file", "Parquet"),
        lambda: _parquet(_table())[:-9],
        "cut.parquet",
    ),
    _case(
        "parquet-of-its-first-bytes", Rejected("unreadable_file", "Parquet"), lambda: b"PAR1", "magic.parquet"
    ),
    _case(
        "parquet-with-records-in-cells",
        Rejected("unsupported_format", "Column 5 holds struct"),
        _nested_column,
        "nested.parquet",
    ),
    _case("parquet-with-a-column-twice", Rejected("duplicate_heading", "wave"), _twice, "twice.parquet"),
    _case(
        "parquet-without-rows",
        Rejected("no_rows", "no rows"),
        lambda: _parquet(_table().slice(0, 0)),
        "rowless.parquet",
    ),
    _case(
        "parquet-of-five-million-rows",
        Rejected("limit_exceeded", "5,000,001 rows"),
        _too_many_rows,
        "rows.parquet",
    ),
)
