"""Nothing of a workbook goes unnoticed: rows above the heading, other sheets, formulas without a result."""

from typing import Any

import pytest

from orchestration.lib.ingest.manifest import LoadManifest
from tests.unit.ingest.bench import Bench
from tests.unit.ingest.workbook_bytes import raw_workbook, workbook

FEED = "learner_numbers"
HEADINGS = ["Wave", "Provider code", "Profession", "Learners", "Census date"]
ROW: list[Any] = [2024, "ZA1", "nursing", 1]


def warned(manifest: LoadManifest) -> dict[str, str]:
    return {warning.rule_id: warning.message for warning in manifest.warnings}


def universities(bench: Bench, *rows: list[Any]) -> LoadManifest:
    return bench.load("education_providers", "u.xlsx", workbook({"Sheet1": list(rows)}))


def test_a_second_table_above_the_first_refuses_the_file(bench: Bench) -> None:
    first = [["ukprn", "organisation"], [10000001, "A"], [10000002, "B"], []]
    rejection = universities(bench, *first, ["ukprn", "name"], [10000003, "C"]).rejection
    assert rejection is not None
    assert (rejection.rule_id, rejection.message) == (
        "several_headings",
        "Row 1 is a heading with rows below it, and so is row 5.",
    )


def test_a_heading_told_twice_with_nothing_between_is_one_table(bench: Bench) -> None:
    manifest = universities(bench, ["ukprn"], [], ["ukprn", "name"], [10000003, "C"])
    assert (manifest.rows_in, manifest.rows_accepted) == (1, 1)
    assert "1 rows" in warned(manifest)["rows_above_heading"]


def test_titles_above_the_heading_are_told(known: Bench) -> None:
    rows: list[list[Any]] = [["Learners"], [], ["as of", "October"], HEADINGS, [*ROW, None]]
    assert "2 rows" in warned(known.load(FEED, "n.xlsx", workbook({FEED: rows})))["rows_above_heading"]
    plain = known.load(FEED, "m.xlsx", workbook({FEED: [[], HEADINGS, [*ROW, None]]}))
    assert "rows_above_heading" not in warned(plain)


def test_other_sheets_that_hold_anything_are_told(known: Bench) -> None:
    sheets = {FEED: [HEADINGS[:4], ROW], "Site B": [HEADINGS[:4], ROW], "07700900123": [["x"]], "Empty": []}
    told = warned(known.load(FEED, "n.xlsx", workbook(sheets)))["other_sheets"]
    assert "2 sheets: 'Site B'" in told
    assert "07700900123" not in told
    alone = known.load(FEED, "m.xlsx", workbook({FEED: [HEADINGS[:4], [*ROW[:3], 2]], "Empty": []}))
    assert warned(alone) == {}


def test_a_formula_nobody_worked_out_is_no_blank(known: Bench) -> None:
    """As openpyxl writes it; the column is optional, so a blank would pass unseen."""
    rows = [HEADINGS, [*ROW, "=DATE(2024,10,1)"], [2024, "ZA2", "nursing", "=1+1", None]]
    manifest = known.load(FEED, "f.xlsx", workbook({FEED: rows}))
    assert [fault[:4] for fault in known.quarantine(manifest)] == [
        (2, "census_date", "formula_without_value", "(formula without a result)"),
        (3, "learners", "formula_without_value", "(formula without a result)"),
    ]


def cell(place: str, inner: str, kind: str = "") -> str:
    return f'<c r="{place}"{kind}>{inner}</c>'


def table(last: str) -> bytes:
    def text(place: str, told: str) -> str:
        return cell(place, f"<is><t>{told}</t></is>", ' t="inlineStr"')

    names = "".join(text(f"{c}1", n) for c, n in zip("ABCDE", ["wave", *HEADINGS[1:]], strict=True))
    row = "".join(text(f"{c}2", str(told)) for c, told in zip("ABCD", ROW, strict=True))
    return raw_workbook(f'<row r="1">{names}</row><row r="2">{row}{last}</row>')


@pytest.mark.parametrize(
    ("last", "rules"),
    [
        (cell("E2", "<f>A1</f>"), [(2, "formula_without_value")]),
        (cell("E2", "<f>A1</f><v/>"), [(2, "formula_without_value")]),
        (cell("E2", '<f t="shared" si="0"/>'), [(2, "formula_without_value")]),
        (cell("E2", "<f>A1</f>", ' t="str"'), [(2, "formula_without_value")]),
        # A result that is an empty text is a blank, as =IF(D2="","",D2) gives it.
        (cell("E2", '<f>IF(D2="","",D2)</f><v></v>', ' t="str"'), []),
        (cell("E2", "<f>DATE(2024,10,1)</f><v>45566</v>"), []),
        (cell("E2", "<f>1/0</f><v>#DIV/0!</v>", ' t="e"'), [(2, "formula_error")]),
    ],
)
def test_only_a_formula_without_a_result_is_one(
    known: Bench, last: str, rules: list[tuple[int, str]]
) -> None:
    assert known.rules(known.load(FEED, "f.xlsx", table(last))) == rules
