"""The pages of a report: what stands on them, what they hide, and that they are the same every time."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.release.database import DATABASE
from orchestration.lib.report.write import write_report
from tests.unit.report.leaks import HIDDEN, leaks, words

Make = Callable[[str], Path]
KINDS = (
    "index.html",
    "regions.html",
    "region/R0.html",
    "providers.html",
    "provider/P0.html",
    "provider/P9.html",
    "professions.html",
    "profession/nursing.html",
    "domains.html",
    "domain/D3.html",
    "items.html",
    "item/supervision.html",
    "method.html",
    "backtest.html",
    "quality.html",
    "dictionary.html",
)


def page(release: Path, name: str) -> str:
    return (release / "report" / name).read_text(encoding="utf-8")


def row_of(html: str, key: str) -> str:
    """The text of the table row that begins with a heading or id."""
    found = [row for row in re.findall(r"<tr[^>]*>.*?</tr>", html, re.DOTALL) if key in row]
    assert found, key
    return words(found[0])


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_page_is_there_small_and_says_that_it_is_synthetic(release: Path, name: str) -> None:
    html = page(release, name)
    assert "Synthetic figures." in words(html)
    assert '<html lang="en-GB">' in html
    assert len(re.findall("<h1[ >]", html)) == 1
    assert len(html.encode()) < 500_000


def test_every_link_of_the_report_leads_somewhere(release: Path) -> None:
    report = release / "report"
    led = 0
    for path in report.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for address in re.findall(r'(?:href|src)="([^"]+)"', html):
            if address.startswith(("http", "data:")):
                continue
            target, _, anchor = address.partition("#")
            file = (path.parent / target).resolve() if target else path
            if not file.is_relative_to(report.resolve()):
                assert target in ("../quality.html", "../dictionary.html")
                continue
            assert file.is_file(), f"{path.name}: {address}"
            if anchor:
                assert f'id="{anchor}"' in file.read_text(encoding="utf-8"), f"{path.name}: {address}"
            led += 1
    assert led > 500


def test_nothing_is_fetched_from_anywhere(release: Path) -> None:
    for path in (release / "report").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'(?:src|<link[^>]*href)="https?:', text), path
        assert not re.search("@import|@font-face", text), path
        assert not re.search(r"url\((?!#|data:)", text), path


def test_headings_never_skip_a_level(release: Path) -> None:
    for name in KINDS:
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page(release, name))]
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name


def test_a_hidden_figure_is_words_on_every_page(release: Path) -> None:
    looked, found = leaks(release)
    assert looked > 20
    assert found == []
    with duckdb.connect(str(release / DATABASE), read_only=True) as connection:
        shares = connection.execute(
            "select place_code, favourable_label from fct_survey_place"
            " inner join dim_indicator using (indicator_code)"
            " where status_code = 'suppressed' and wave_code = '2024' and place_level_code = 'provider'"
        ).fetchall()
    for place, label in shares:
        own = row_of(page(release, f"provider/{place}.html"), label)
        assert HIDDEN in own
        # What stands beside it is England's, never the place's.
        assert re.findall(r"[0-9.]+ %", own) == ["80.0 %"], own


def test_a_figure_in_place_of_the_words_is_found(make_release: Make) -> None:
    """The comparison with the tables sees a leak: here the pages are older than the tables."""
    folder = make_release("")
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute("update fct_survey_place set status_code = 'suppressed' where place_code = 'P1'")
        connection.execute("update fct_domain_risk set status_code = 'suppressed' where provider_code = 'P0'")
    _, found = leaks(folder)
    assert any(leak.startswith("P1 supervision") for leak in found)
    assert any(leak.startswith("P0 Nursing Domain 1") for leak in found)


def test_a_place_of_which_all_is_hidden_says_what_and_why(release: Path) -> None:
    text = words(page(release, "provider/P9.html"))
    assert "Learners hidden: protects few people" in text
    assert "Answered the survey hidden: protects few people" in text
    assert "12 of 12 cells of profession and domain are hidden" in text
    assert "3 of 3 questions have no figure (hidden: protects few people: 3)" in text
    assert (
        "No cell that can be shown prompts a question. 12 of 12 cells are hidden, to protect few people"
        in text
    )
    assert "No concern is on record. That is not evidence of quality" in text


def test_a_flagged_place_is_asked_and_never_judged(release: Path) -> None:
    text = words(page(release, "provider/P0.html"))
    assert "Worth asking: what lies behind these answers?" in text
    assert "Gap to ask about Do learners know one?" in text
    assert "C-3 (ISF 3), review overdue since Mar 2024: Has it been held?" in text
    assert "Nursing, Domain 1: learners’ answers" in text or "Nursing, Domain 1: learners' answers" in text
    every = " ".join(words(path.read_text(encoding="utf-8")) for path in (release / "report").rglob("*.html"))
    for judgement in (
        "failing",
        "poor ",
        "unsafe",
        "unacceptable",
        "worst provider",
        "bad provider",
        "league",
    ):
        assert judgement not in every.lower(), judgement


def test_a_break_of_comparability_is_marked(release: Path) -> None:
    assert "break" in page(release, "item/overall.html").split('<h2 id="funnel"')[0].split("<svg")[1]
    assert 'class="break"' in row_svg(page(release, "provider/P0.html"), "Rated it all well")
    assert 'class="break"' not in row_svg(page(release, "provider/P0.html"), "Rated supervision well")


def row_svg(html: str, key: str) -> str:
    return next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if key in row and "<svg" in row)


def test_the_same_release_gives_the_same_bytes(make_release: Make, release: Path) -> None:
    again = make_release("")
    first = {p.relative_to(release): p.read_bytes() for p in (release / "report").rglob("*") if p.is_file()}
    second = {p.relative_to(again): p.read_bytes() for p in (again / "report").rglob("*") if p.is_file()}
    assert first == second


def test_a_release_of_real_places_is_not_called_synthetic(make_release: Make) -> None:
    real = make_release(
        "update dim_provider set provider_name = replace(provider_name, ' (SAMPLE)', '');"
        " update dim_provider set provider_type_code = null, region_code = null, region_name = null"
        " where provider_code = 'P1'"
    )
    assert "Synthetic" not in page(real, "index.html")
    assert "made to meet them" not in page(real, "index.html")
    assert "Kind not known · Region not known · P1" in words(page(real, "provider/P1.html"))


def test_a_name_cannot_break_out_of_its_page(make_release: Make) -> None:
    odd = make_release(
        "update dim_provider set provider_name = '<script>alert(1)</script>' where provider_code = 'P0'"
    )
    for path in (odd / "report").rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path


def test_an_empty_release_has_pages_that_say_so(make_release: Make) -> None:
    empty = make_release(
        "delete from fct_domain_risk; delete from fct_survey_place; delete from rpt_domain_reason;"
        " delete from fct_concern; delete from rpt_assurance_topic; delete from rpt_triangulation_place;"
        " delete from fct_response_rate; delete from rpt_concern_place_month"
    )
    assert "No cycle of this release has scores." in words(page(empty, "index.html"))
    text = words(page(empty, "provider/P0.html"))
    assert "No answers from this provider are in this release." in text
    assert "No declaration of this cycle is in this release." in text


def test_a_release_without_a_table_has_one_page_that_names_it(make_release: Make, tmp_path: Path) -> None:
    folder = make_release("drop table rpt_domain_reason")
    assert "rpt_domain_reason" in words(page(folder, "index.html"))
    assert [path.name for path in (folder / "report").rglob("*.html")] == ["index.html"]
    with pytest.raises(FileExistsError):
        write_report(folder, "v2026.11.1")
