"""XLSX and Parquet files give the same rows as CSV."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.unit.ingest.bench import Bench, contract, schema_of

HEADINGS = ["Wave", "Provider code", "Profession", "Learners", "Census date", "Site code"]


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_heading_further_down_typed_cells_and_blank_rows(known: Bench) -> None:
    data = workbook(
        {
            "Notes": [["Read me"]],
            "Learner Numbers": [
                ["Learner numbers, north"],
                [],
                HEADINGS,
                [2024, "za1", "Nursing", 12, dt.date(2024, 10, 1), None],
                [None] * 6,
                ["2024", " ZA2\u00a0", "midwifery", "13", 45566, 7],
                [2024.0, "ZA1", "dental", 14.0, "01/10/2024", None],
                [2024, "ZA1", "pharmacy", 1.5, None, None],
            ],
        }
    )
    manifest = known.load("learner_numbers", "numbers.xlsx", data)
    assert manifest.file_format == "xlsx"
    october = dt.date(2024, 10, 1)
    assert known.accepted(
        manifest, "wave, provider_code, profession, learners, census_date, site_code, _source_row"
    ) == [
        ("2024", "ZA1", "nursing", 12, october, None, 4),
        ("2024", "ZA2", "midwifery", 13, october, "7", 6),
        ("2024", "ZA1", "dental", 14, october, None, 7),
    ]
    assert known.rules(manifest) == [(8, "not_an_integer")]


def test_the_only_sheet_is_taken_whatever_its_name(known: Bench) -> None:
    data = workbook({"Sheet1": [HEADINGS[:4], [2024, "ZA1", "nursing", 12]]})
    assert known.load("learner_numbers", "n.xlsx", data).rows_accepted == 1


def test_several_sheets_without_the_feeds_name_are_ambiguous(known: Bench) -> None:
    data = workbook({"A": [HEADINGS[:4]], "B": [HEADINGS[:4]]})
    rejection = known.load("learner_numbers", "n.xlsx", data).rejection
    assert rejection is not None
    assert rejection.rule_id == "ambiguous_sheet"
    assert "'A', 'B'" in rejection.message


def test_an_empty_sheet_and_a_heading_alone(known: Bench) -> None:
    empty = known.load("learner_numbers", "e.xlsx", workbook({"S": [[]]})).rejection
    heading = known.load("learner_numbers", "h.xlsx", workbook({"S": [HEADINGS]})).rejection
    assert empty is not None
    assert heading is not None
    assert (empty.rule_id, heading.rule_id) == ("empty_file", "no_rows")


def test_parquet_with_typed_columns_and_lists(known: Bench) -> None:
    table = pa.table(
        {
            "concern_id": ["C1", "C2"],
            "provider_code": pa.array(["ZA1", "ZA2"]).dictionary_encode(),
            "professions": [["nursing", "dental"], ["ahp"]],
            "eqf_domains": ["D2", "d1"],
            "source_type": ["learner", "visit"],
            "raised_on": pa.array([dt.date(2024, 1, 2)] * 2),
            "recorded_at": pa.array(
                [dt.datetime(2024, 1, 3, 10, tzinfo=dt.UTC)] * 2, pa.timestamp("us", "UTC")
            ),
            "isf_category": pa.array([1, 2], pa.int8()),
            "patient_safety": [True, None],
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    manifest = known.load("concerns", "c.parquet", buffer.getvalue())
    assert manifest.file_format == "parquet"
    assert known.accepted(
        manifest,
        "professions, eqf_domains, raised_on, recorded_at, isf_category, patient_safety, _source_row",
    ) == [
        ("nursing;dental", "D2", dt.date(2024, 1, 2), dt.datetime(2024, 1, 3, 10), "1", True, 2),
        ("ahp", "D1", dt.date(2024, 1, 2), dt.datetime(2024, 1, 3, 10), "2", None, 3),
    ]


def test_a_missing_number_in_parquet_is_a_blank(known: Bench) -> None:
    table = pa.table(
        {
            "wave": pa.array([2024.0, float("nan")]),
            "provider_code": ["ZA1", "ZA1"],
            "profession": ["nursing", "nursing"],
            "learners": pa.array([12.0, 13.0]),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    manifest = known.load("learner_numbers", "n.parquet", buffer.getvalue())
    assert known.accepted(manifest, "wave, learners") == [("2024", 12)]
    assert known.rules(manifest) == [(3, "missing_key")]


def test_parquet_of_records_is_refused(known: Bench) -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"wave": [{"a": 1}]}), buffer)
    rejection = known.load("learner_numbers", "n.parquet", buffer.getvalue()).rejection
    assert rejection is not None
    assert rejection.rule_id == "unsupported_format"


def test_an_accepted_load_has_exactly_the_contracts_columns(known: Bench, tmp_path: Path) -> None:
    known.load("learner_numbers", "n.csv", "wave,provider_code,profession,learners\n2024,ZA1,nursing,1\n")
    path = next((known.home.loads / "learner_numbers").glob("*/accepted.parquet"))
    assert schema_of(path) == contract("learner_numbers").accepted_schema()
