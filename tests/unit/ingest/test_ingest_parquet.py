"""Parquet: every type that can be a cell is one, instants keep their day, and no value gets lost."""

import datetime as dt
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.lib.ingest.readers.limits import ReaderLimits
from orchestration.lib.ingest.readers.parquet import read_parquet
from orchestration.lib.ingest.rejection import FileRejectedError
from tests.unit.ingest.bench import CONCERN, Bench

LATE = dt.datetime(2024, 6, 30, 23, 30, tzinfo=dt.UTC)


def parquet(table: pa.Table, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **options)
    return buffer.getvalue()


def cells(data: bytes, limits: ReaderLimits | None = None) -> list[str | None]:
    raw = read_parquet(data, has_heading=True, limits=limits or ReaderLimits())
    return [row["c0"] for row in raw.table.to_pylist()]


@pytest.mark.parametrize(
    ("values", "kind", "written"),
    [
        (["x", "y", "x"], pa.dictionary(pa.int8(), pa.string()), ["x", "y", "x"]),
        ([10007788, 2], pa.dictionary(pa.int8(), pa.int64()), ["10007788", "2"]),
        (["x"], pa.large_string(), ["x"]),
        (["x"], pa.string_view(), ["x"]),
        (["x"], pa.large_binary(), ["x"]),
        ([-128], pa.int8(), ["-128"]),
        ([2**64 - 1], pa.uint64(), ["18446744073709551615"]),
        ([True, False], pa.bool_(), ["true", "false"]),
        ([12.0, 1.5, float("nan"), 3.0], pa.float64(), ["12", "1.5", "3"]),
        ([12], pa.decimal128(5, 2), ["12.00"]),
        ([dt.date(2024, 1, 2)], pa.date32(), ["2024-01-02"]),
        ([dt.date(2024, 1, 2)], pa.date64(), ["2024-01-02"]),
        ([["a", "b"], None, [None, "c"]], pa.list_(pa.string()), ["a;b", ";c"]),
        ([[1, 2]], pa.large_list(pa.int8()), ["1;2"]),
    ],
)
def test_types(values: list[Any], kind: pa.DataType, written: list[str]) -> None:
    assert cells(parquet(pa.table({"a": pa.array(values, kind)}))) == written


@pytest.mark.parametrize("options", [{}, {"use_deprecated_int96_timestamps": True}])
@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York", "+05:30"])
def test_an_instant_is_the_same_in_every_zone(known: Bench, zone: str, options: dict[str, Any]) -> None:
    columns: dict[str, Any] = {name: [value] for name, value in CONCERN.items()}
    columns["recorded_at"] = pa.array([LATE], pa.timestamp("us", zone))
    manifest = known.load("concerns", "c.parquet", parquet(pa.table(columns), **options))
    assert known.accepted(manifest, "recorded_at") == [(LATE.replace(tzinfo=None),)]


def test_the_day_of_an_instant_is_that_of_its_zone(known: Bench) -> None:
    columns: dict[str, Any] = {name: [value] for name, value in CONCERN.items()}
    columns["raised_on"] = pa.array([LATE], pa.timestamp("ns", "Europe/London"))
    columns["recorded_at"] = ["2024-07-02"]
    manifest = known.load("concerns", "c.parquet", parquet(pa.table(columns)))
    assert known.accepted(manifest, "raised_on") == [(dt.date(2024, 7, 1),)]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([{"a": 1}]),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())),
        pa.array([[["a"]]]),
        pa.array([dt.timedelta(1)]),
    ],
)
def test_what_is_no_cell_is_refused(column: pa.Array) -> None:
    with pytest.raises(FileRejectedError, match=r"Column 1 holds .* not text, number or date") as refused:
        cells(parquet(pa.table({"a": column})))
    assert refused.value.rule.rule_id == "unsupported_format"


@pytest.mark.parametrize("value", [b"\xff", b"a\0b"])
def test_text_that_is_no_text_is_refused(value: bytes) -> None:
    with pytest.raises(FileRejectedError) as refused:
        cells(parquet(pa.table({"a": [value]})))
    assert refused.value.rule.rule_id == "damaged_text"


def test_an_encrypted_file_is_named(known: Bench) -> None:
    rejection = known.load("concerns", "c.parquet", b"PARE" + bytes(range(200)) + b"PARE").rejection
    assert rejection is not None
    assert rejection.message == "The file looks like an encrypted Parquet file."


def test_columns_of_one_name_refuse_the_file(known: Bench) -> None:
    table = pa.Table.from_arrays([pa.array(["2024"]), pa.array(["2023"])], names=["wave", "Wave"])
    rejection = known.load("learner_numbers", "c.parquet", parquet(table)).rejection
    assert rejection is not None
    assert rejection.rule_id == "duplicate_heading"


def test_the_same_long_text_in_many_rows_is_measured_and_not_written_out() -> None:
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 50_000, pa.int32()), ["x" * 90_000])
    with pytest.raises(FileRejectedError, match=r"unpacks to 4,500,000,000 bytes or more; .* max_bytes"):
        cells(parquet(pa.table({"a": repeated})))


@pytest.mark.parametrize(
    ("name", "table"), [("max_rows", {"a": ["x"] * 3}), ("max_columns", {c: [1] for c in "abc"})]
)
def test_limits(name: str, table: dict[str, list[Any]]) -> None:
    with pytest.raises(FileRejectedError, match=rf"; the limit {name} is 2\."):
        cells(parquet(pa.table(table)), ReaderLimits.model_validate({name: 2}))
