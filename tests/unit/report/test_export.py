"""Workbooks and PDFs to send: the figures of the pages, hidden ones as shorthand that the notes explain."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.lib.release.catalogue import Release
from orchestration.lib.report import export
from orchestration.lib.report.errors import ExportError
from orchestration.lib.report.export import export_workbook, print_page

Make = Callable[[str], Path]


def released(folder: Path) -> Release:
    return Release(version="v2026.11.1", path=folder, created="2026-11-20T09:30:00+00:00", is_current=True)


def sheets_of(path: Path) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(path).worksheets}


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=5, values_only=True))


def test_a_workbook_is_laid_out_as_the_statistical_service_asks(release: Path, tmp_path: Path) -> None:
    export_workbook(released(release), "P0", tmp_path / "p0.xlsx")
    sheets = sheets_of(tmp_path / "p0.xlsx")
    assert list(sheets) == ["Cover", "Contents", "Notes", "Questions", "Domains", "Learners", "Concerns"]
    cover = [str(row[0]) for row in sheets["Cover"].iter_rows(values_only=True)]
    assert cover[0] == "Education quality: PLACE 0 (SAMPLE)"
    assert cover[1].startswith("Synthetic figures")
    names = []
    for title, sheet in sheets.items():
        assert not sheet.merged_cells.ranges, title
        assert len(sheet.tables) == (0 if title == "Cover" else 1), title
        names += list(sheet.tables)
    assert len(set(names)) == len(names)
    assert [row[0] for row in rows_of(sheets["Notes"])] == ["[c]", "[x]", "[z]"]


def test_a_workbook_has_the_figures_of_the_page(release: Path, tmp_path: Path) -> None:
    export_workbook(released(release), "P0", tmp_path / "p0.xlsx")
    sheets = sheets_of(tmp_path / "p0.xlsx")
    learners = {(row[0], row[2]): row[3:] for row in rows_of(sheets["Learners"])}
    assert learners["Rated supervision well", "2024"] == (62, 58, 68, 40, 80)
    # Of an adverse share the interval turns round with it.
    assert learners["Did not experience bullying", "2024"] == (62, 56, 66, 40, 80)
    assert ("C-3", "open", 3, 3, "Feb 2023 raised (ISF 3)") in rows_of(sheets["Concerns"])


def test_a_hidden_figure_is_confidential_in_a_workbook(release: Path, tmp_path: Path) -> None:
    export_workbook(released(release), "P9", tmp_path / "p9.xlsx")
    sheets = sheets_of(tmp_path / "p9.xlsx")
    assert {row[3:7] for row in rows_of(sheets["Learners"])} == {("[c]",) * 4}
    domains = rows_of(sheets["Domains"])
    assert len(domains) == 12
    assert {row[2:4] for row in domains} == {("[c]", "[c]")}
    assert {row[4] for row in domains if row[1] == "Domain 4"} == {"[z]"}
    assert rows_of(sheets["Questions"]) == [("[x]",) * 4]


def test_the_country_has_its_domains_and_published_figures(release: Path, tmp_path: Path) -> None:
    export_workbook(released(release), None, tmp_path / "england.xlsx")
    sheets = sheets_of(tmp_path / "england.xlsx")
    assert list(sheets)[3:] == ["Learners", "Domains", "Published"]
    assert rows_of(sheets["Domains"])[0] == ("Domain 1", 20, 2, 5, 1, 1, 2)
    assert rows_of(sheets["Published"])[0][-3:] == (80, 80.1, 0.1)


def test_a_name_is_never_a_formula(make_release: Make, tmp_path: Path) -> None:
    folder = make_release("update rpt_domain_reason set reason = '=1+1'")
    export_workbook(released(folder), "P0", tmp_path / "p0.xlsx")
    cell = sheets_of(tmp_path / "p0.xlsx")["Questions"]["D5"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_unknown_provider_is_told(release: Path, tmp_path: Path) -> None:
    for make in (export_workbook, print_page):
        for code in ("ZZZ", "../index"):
            with pytest.raises(ExportError, match=code.replace(".", r"\.")):
                make(released(release), code, tmp_path / "none")


def test_without_chromium_the_error_says_what_helps(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export.shutil, "which", lambda _: None)
    with pytest.raises(ExportError, match="--to xlsx"):
        print_page(released(release), "P0", tmp_path / "p0.pdf")


@pytest.mark.skipif(
    not any(shutil.which(name) for name in export._BROWSERS), reason="no Chromium on this machine"
)
def test_a_page_is_printed(release: Path, tmp_path: Path) -> None:
    print_page(released(release), "P0", tmp_path / "p0.pdf")
    assert (tmp_path / "p0.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "p0.pdf").stat().st_size > 20_000
