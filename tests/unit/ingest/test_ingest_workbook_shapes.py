"""What people do to workbooks: merged cells, totals, errors, several sheets, dates of two systems."""

import datetime as dt
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from orchestration.lib.gates.feed_tables import feed_inputs
from orchestration.lib.ingest.manifest import LoadManifest
from tests.unit.ingest.bench import CONCERN, Bench, csv_text
from tests.unit.ingest.workbook_bytes import raw_workbook, set_error, workbook

HEADINGS = ["Wave", "Provider code", "Profession", "Learners", "Census date"]
FEED = "learner_numbers"


def rejection(manifest: LoadManifest) -> tuple[str, str]:
    assert manifest.rejection is not None
    return manifest.rejection.rule_id, manifest.rejection.message


def warned(manifest: LoadManifest) -> dict[str, str]:
    return {warning.rule_id: warning.message for warning in manifest.warnings}


def test_a_cell_merged_over_rows_is_the_value_of_each(known: Bench) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        sheet = book[FEED]
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("B3:B4")

    rows: list[list[Any]] = [["Numbers of learners"], HEADINGS]
    rows += [[2024, "ZA1", "nursing", 1], [None, None, "dental", 2], [None, "ZA2", "dental", 3]]
    manifest = known.load(FEED, "m.xlsx", workbook({FEED: rows}, merge))
    assert known.accepted(manifest, "wave, provider_code, profession, learners, _source_row") == [
        ("2024", "ZA1", "nursing", 1, 3),
        ("2024", "ZA1", "dental", 2, 4),
        ("2024", "ZA2", "dental", 3, 5),
    ]
    assert "3 cells were filled in" in warned(manifest)["merged_cells"]


def test_headings_merged_over_two_rows_are_one_heading(known: Bench) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        for letter in "ABCD":
            book[FEED].merge_cells(f"{letter}1:{letter}2")

    rows = [HEADINGS[:4], [None] * 4, [2024, "ZA1", "nursing", 1]]
    manifest = known.load(FEED, "m.xlsx", workbook({FEED: rows}, merge))
    assert (manifest.rows_in, manifest.rows_accepted) == (1, 1)
    assert "merged_cells" not in warned(manifest)


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Grand total", "Totals:", "Sub-total", "Sum"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_of_totals_is_set_aside_and_counts_for_nothing(known: Bench, word: str, kind: str) -> None:
    rows = [HEADINGS[:4], [2024, "ZA1", "nursing", 1], [2024, "ZA2", "nursing", 2], [word, None, None, 3]]
    text = "\n".join(",".join(str(cell or "") for cell in row) for row in rows) + "\n,,,\n"
    data = workbook({FEED: [*rows, [None] * 4]}) if kind == "xlsx" else text.encode()
    manifest = known.load(FEED, f"t.{kind}", data)
    assert (manifest.rows_in, manifest.rows_accepted, manifest.rows_quarantined) == (3, 2, 1)
    assert manifest.rows_summary == 1
    assert known.quarantine(manifest) == [(4, None, "summary_row", word, "row", False)]
    assert f"row 4 '{word}'" in warned(manifest)["summary_rows"]


def test_no_tolerance_of_a_gate_counts_a_row_of_totals(known: Bench) -> None:
    text = csv_text(
        [CONCERN, CONCERN | {"concern_id": ""}, dict.fromkeys(CONCERN, "") | {"concern_id": "Total"}]
    )
    manifest = known.load("concerns", "c.csv", text)
    (row,) = feed_inputs(known.home, manifest, []).tables["load"].to_pylist()  # type: ignore[union-attr]
    assert (row["rows_in"], row["rows_quarantined"]) == (3, 2)
    assert (row["quarantined_share"], row["quarantined_share_without_waiting"]) == (0.5, 0.5)


@pytest.mark.parametrize(
    "rows",
    [
        "Total,,,3\n2024,ZA1,nursing,1\n",  # not at the end
        "2024,ZA1,nursing,1\nTotal of all,,,3\n",  # more than the word
        "2024,ZA1,nursing,1\nTotal,,,3\nshort\n",  # a row below it
        "Total,,,3\n",  # nothing to sum up
        "2024,ZA1,nursing,1\n,,,3\n",  # no word
    ],
)
def test_no_other_row_is_taken_for_a_total(known: Bench, rows: str) -> None:
    manifest = known.load(FEED, "t.csv", f"wave,provider_code,profession,learners\n{rows}")
    assert manifest.rows_summary == 0
    assert manifest.rows_quarantined >= 1


def test_a_row_whose_key_can_be_read_is_no_total(known: Bench) -> None:
    concern = CONCERN | {"department": ""}
    rows = csv_text([concern, concern | {"concern_id": "C2", "department": "Total"}])
    assert known.load("concerns", "c.csv", rows).rows_accepted == 2
    rows = csv_text([CONCERN, dict.fromkeys(CONCERN, "") | {"concern_id": "Total", "isf_category": "2"}])
    assert known.load("concerns", "d.csv", rows).rows_summary == 1


@pytest.mark.parametrize("at_the_edge", [False, True])
def test_an_error_of_a_formula_is_no_blank(known: Bench, at_the_edge: bool) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        set_error(book[FEED], "E2", "#REF!")
        set_error(book[FEED], "D3", "#N/A")

    rows: list[list[Any]] = [HEADINGS, [2024, "ZA1", "nursing", 1], [2024, "ZA2", "nursing"]]
    rows += [] if at_the_edge else [[2024, "ZA1", "dental", 2, dt.date(2024, 10, 1)]]
    manifest = known.load(FEED, "e.xlsx", workbook({"Notes": [], FEED: rows}, spoil))
    assert [fault[:4] for fault in known.quarantine(manifest)] == [
        (2, "census_date", "formula_error", "#REF!"),
        (3, "learners", "formula_error", "#N/A"),
    ]
    assert manifest.rows_accepted == len(rows) - 3


def test_an_error_in_text_is_found_too(known: Bench) -> None:
    manifest = known.load("concerns", "c.csv", csv_text([CONCERN | {"department": "#N/A"}]))
    assert known.rules(manifest) == [(2, "formula_error")]


def test_a_code_that_became_a_number_is_told(known: Bench) -> None:
    rows = [[*CONCERN], [123456789012345678.0, *list(CONCERN.values())[1:]]]
    manifest = known.load("concerns", "c.xlsx", workbook({"concerns": rows}))
    assert known.quarantine(manifest)[0][1:4] == (
        "concern_id",
        "scientific_notation",
        "1.23456789012346E+17",
    )
    text = csv_text([CONCERN | {"concern_id": "1.23E+11"}, CONCERN | {"concern_id": "5E1"}])
    manifest = known.load("concerns", "c.csv", text)
    assert known.rules(manifest) == [(2, "scientific_notation")]


def test_a_whole_number_is_the_code_it_was(known: Bench) -> None:
    data = workbook({"S": [["ukprn", "name"], [10007788.0, "X"], ["10007789", "Y"]]})
    manifest = known.load("education_providers", "u.xlsx", data)
    assert known.accepted(manifest, "ukprn") == [("10007788",), ("10007789",)]


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_of_both_systems(known: Bench, from_1904: bool) -> None:
    day = dt.date(2024, 10, 1)

    def change(book: openpyxl.Workbook) -> None:
        if from_1904:
            book.epoch = CALENDAR_MAC_1904

    serial = (day - dt.date(1904, 1, 1)).days if from_1904 else (day - dt.date(1899, 12, 30)).days
    rows = [HEADINGS] + [[2024, "ZA1", p, 1, d] for p, d in (("nursing", day), ("dental", serial))]
    manifest = known.load(FEED, "d.xlsx", workbook({FEED: rows}, change))
    assert known.accepted(manifest, "census_date") == [(day,), (day,)]


GOOD = [HEADINGS[:4], [2024, "ZA1", "nursing", 1]]


def hide(name: str, state: str = "hidden") -> Any:
    return lambda book: setattr(book[name], "sheet_state", state)


@pytest.mark.parametrize(
    "sheets", [{"Notes": [], "Data": GOOD}, {"LEARNER numbers ": GOOD, "Other": [["x"]]}]
)
def test_the_sheet_is_found(known: Bench, sheets: dict[str, list[list[Any]]]) -> None:
    assert known.load(FEED, "s.xlsx", workbook(sheets)).rows_accepted == 1


def test_a_hidden_sheet_is_not_read(known: Bench) -> None:
    seen = known.load(FEED, "a.xlsx", workbook({"Data": GOOD, "Old": GOOD}, hide("Old")))
    assert seen.rows_accepted == 1
    named = known.load(FEED, "b.xlsx", workbook({"Data": GOOD, FEED: GOOD}, hide(FEED, "veryHidden")))
    assert rejection(named) == ("ambiguous_sheet", "The sheet named 'learner_numbers' is hidden.")
    twice = known.load(FEED, "c.xlsx", workbook({"learner numbers": GOOD, "learner-numbers": GOOD}))
    assert rejection(twice)[0] == "ambiguous_sheet"
    assert "'learner numbers', 'learner-numbers'" in rejection(twice)[1]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (raw_workbook("", more={"content.xml": "<x/>"}), "an OpenDocument file (.ods)"),
        (raw_workbook("", more={"xl/workbook.bin": "x"}), "a binary workbook (.xlsb)"),
        (raw_workbook("", more={"word/document.xml": "x"}), "a Word document"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "an old Excel workbook (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a workbook protected by a password"),
    ],
)
def test_other_documents_are_named(known: Bench, data: bytes, told: str) -> None:
    assert rejection(known.load(FEED, "x.xlsx", data)) == (
        "unsupported_format",
        f"The file looks like {told}.",
    )


def test_cells_that_do_not_say_where_they_are(known: Bench) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
        return f"<row>{inner}</row>"

    data = raw_workbook(
        row("wave", "provider_code", "profession", "learners") + row("2024", "ZA1", "ahp", "3")
    )
    assert known.load(FEED, "x.xlsx", data).rows_accepted == 1
