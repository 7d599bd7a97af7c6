"""Workbooks: what Excel, or somebody who means harm, puts into one."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from tests.corpus.case import Accepted, Case, Outcome, Quarantined, Rejected
from tests.corpus.tables import LEARNER_ROWS, Edits, as_lists, learners, zipped

_ALL = Accepted(LEARNER_ROWS)
_SHEET = "xl/worksheets/sheet1.xml"


def _case(name: str, outcome: Outcome, make: Callable[[], bytes], file: str) -> Case:
    return Case(name, "learner_numbers", outcome, make, name=file)


def _book(rows: Sequence[Sequence[Any]], title: str = "Sheet1", *more: str) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    for name in more:
        book.create_sheet(name).append(["notes"])
    book.save(buffer)
    return _dated(buffer.getvalue(), {})


def _dated(book: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """Return a workbook that is the same on every call, with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    day = rb"2024-01-01T00:00:00Z"
    members["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[0-9:]+Z", day, members["docProps/core.xml"])
    return zipped({name: changes.get(name, bytes)(content) for name, content in members.items()})


def _sheet(edits: Edits | None = None) -> list[list[Any]]:
    return as_lists(learners(edits))


def _error_cells() -> bytes:
    return _book(_sheet({5: {"learners": "#N/A"}, 6: {"learners": "#DIV/0!"}}))


def _typed() -> bytes:
    """Numbers as numbers, dates as dates, one number as text."""
    rows: list[list[Any]] = [[*_sheet()[0], "census_date"]]
    rows += [[int(w), p, f, float(n), dt.date(2024, 4, 3)] for w, p, f, n in _sheet()[1:]]
    rows[4][3] = "23"
    return _book(rows)


def _two_tables() -> bytes:
    """A second table stands above the one with more of the columns."""
    rows = _sheet()
    first = [[*rows[0][:3], "headcount"], *rows[1:3], []]
    return _book([*first, rows[0], *rows[3:]])


def _merged() -> bytes:
    """The provider is written once for its first two rows."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in _sheet():
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(buffer)
    return _dated(buffer.getvalue(), {})


def _swapped(change: Callable[[bytes], bytes]) -> bytes:
    """A good workbook whose sheet was changed behind Excel's back."""
    return _dated(_book(_sheet()), {_SHEET: change})


def _laughs(_: bytes) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE lolz [{entities}]><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    ).encode()


CASES = (
    _case(
        "truncated-zip", Rejected("unreadable_file", "workbook"), lambda: _book(_sheet())[:3000], "cut.xlsx"
    ),
    _case(
        "workbook-bomb",
        Rejected("limit_exceeded", "times its own size"),
        lambda: _swapped(lambda old: old + b" " * (120 << 20)),
        "bomb.xlsx",
    ),
    _case(
        "workbook-of-a-billion-laughs",
        Rejected("unreadable_file", "unrecognized entity"),
        lambda: _swapped(_laughs),
        "laughs.xlsx",
    ),
    _case(
        "workbook-with-damaged-xml",
        Rejected("unreadable_file", "workbook"),
        lambda: _swapped(lambda old: old[: len(old) // 2]),
        "damaged.xlsx",
    ),
    _case("workbook", _ALL, lambda: _book(_sheet()), "good.xlsx"),
    _case("workbook-called-csv", _ALL, lambda: _book(_sheet()), "book.csv"),
    _case(
        "workbook-of-numbers-and-dates",
        Accepted(
            LEARNER_ROWS,
            reads={(5, "learners"): 23, (6, "learners"): 24, (6, "census_date"): dt.date(2024, 4, 3)},
        ),
        _typed,
        "typed.xlsx",
    ),
    _case(
        "workbook-with-titles-above",
        Accepted(range(6, 206), frozenset({"rows_above_heading"})),
        lambda: _book([["Learners on placement"], ["as of"], [], [], *_sheet()]),
        "titled.xlsx",
    ),
    _case(
        "workbook-with-error-cells",
        Quarantined(
            LEARNER_ROWS, frozenset({(5, "learners", "formula_error"), (6, "learners", "formula_error")})
        ),
        _error_cells,
        "errors.xlsx",
    ),
    _case(
        "workbook-with-formulas-nobody-worked-out",
        Quarantined(LEARNER_ROWS, frozenset({(5, "learners", "formula_without_value")})),
        lambda: _book(_sheet({5: {"learners": "=20+3"}})),
        "formulas.xlsx",
    ),
    _case(
        "workbook-with-two-tables",
        Rejected("several_headings", "Row 1"),
        _two_tables,
        "tables.xlsx",
    ),
    _case(
        "workbook-of-several-sheets",
        Rejected("ambiguous_sheet", "'Notes'"),
        lambda: _book(_sheet(), "Data", "Notes"),
        "sheets.xlsx",
    ),
    _case(
        "workbook-with-a-sheet-of-the-feed",
        Accepted(LEARNER_ROWS, frozenset({"other_sheets"})),
        lambda: _book(_sheet(), "Learner Numbers", "Notes"),
        "named.xlsx",
    ),
    _case(
        "workbook-without-a-cell", Rejected("empty_file", "holds anything"), lambda: _book([]), "blank.xlsx"
    ),
    _case(
        "workbook-with-a-total",
        Quarantined(
            range(2, 203), frozenset({(202, None, "summary_row")}), warns=frozenset({"summary_rows"})
        ),
        lambda: _book([*_sheet(), ["Total", "", "", "23900"]]),
        "total.xlsx",
    ),
    _case(
        "workbook-with-merged-cells",
        Accepted(LEARNER_ROWS, frozenset({"merged_cells"}), reads={(3, "provider_code"): "ZA0"}),
        _merged,
        "merged.xlsx",
    ),
)
