"""The story of one home, through the real command line: release, refusal, correction, setting aside.

The tests of this module run in order and build on one another, as the days of a team do.
"""

import csv
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from pgserver.postgres_server import get_server

from orchestration.lib.home import Home
from orchestration.lib.release.catalogue import find_release
from orchestration.lib.serving.copy_release import copy_release
from tests.e2e.conftest import Eqw
from tests.e2e.reading_page import blocks, run_block
from tests.unit.report.leaks import leaks

pytestmark = pytest.mark.slow


def tables_of(release: Path) -> dict[str, list[tuple[object, ...]]]:
    return {
        file.stem: duckdb.sql(f"select * from '{file}' order by all").fetchall()
        for file in sorted((release / "parquet").glob("*.parquet"))
    }


def report_of(release: Path) -> dict[str, bytes]:
    report = release / "report"
    return {str(path.relative_to(report)): path.read_bytes() for path in report.rglob("*") if path.is_file()}


def broken_heading(source: Path, target: Path) -> Path:
    text = source.read_text(encoding="utf-8")
    target.write_text(text.replace("provider_code", "zzxqy", 1), encoding="utf-8")
    return target


def corrupted_rows(source: Path, target: Path, share: float) -> Path:
    with source.open(encoding="utf-8", newline="") as handle:
        heading, *rows = list(csv.reader(handle))
    every = round(1 / share)
    for row in rows[::every]:
        row[heading.index("profession")] = "astronaut"
    with target.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([heading, *rows])
    return target


def test_first_release(eqw: Eqw) -> None:
    # Of a smaller sample disclosure control shows hardly anything below the totals of places.
    eqw("sample")
    report = eqw.json("run")
    assert report["refusals"] == []
    for feed in report["feeds"]:
        assert feed["rows_in"] == feed["rows_accepted"] + feed["rows_quarantined"]
    assert eqw.current.name == report["release"]["version"]
    assert len(report["riskiest"]) == 10
    assert all(cell["reasons"] for cell in report["riskiest"])
    assert "verified" in eqw("release", "verify").stdout


def test_every_published_figure_is_met(eqw: Eqw) -> None:
    figures = duckdb.sql(
        f"""select source_code, measure_code, figure_year, value_pct, published_pct, within_tolerance
        from '{eqw.current}/parquet/rpt_published_figure.parquet'"""
    ).fetchall()
    assert Counter(figure[0] for figure in figures) == {"nets": 70, "psa": 14}
    assert [figure for figure in figures if not figure[-1]] == []


def test_every_way_of_reading_that_the_page_shows(eqw: Eqw) -> None:
    with tempfile.TemporaryDirectory(prefix="eqw-postgres-") as folder:
        server = get_server(folder)
        copied = copy_release(find_release(Home(eqw.home), "current"), server.get_uri())
        said = [run_block(block, eqw.home, server.get_uri()) for block in blocks()]
        server.cleanup()
    assert copied.rows > 1_000_000
    assert len(said) == 4
    assert all(said)
    assert copied.version in said[0]
    assert copied.version in said[-1]


def test_nothing_restricted_is_released(eqw: Eqw) -> None:
    files = list((eqw.current / "parquet").glob("*.parquet"))
    assert "fct_survey_answer" not in {f.stem for f in files}
    columns = {c for f in files for (c,) in duckdb.sql(f"select name from parquet_schema('{f}')").fetchall()}
    forbidden = {
        "response_id",
        "ethnicity",
        "disability",
        "summary",
        "comment",
        "note",
        "condition_text",
        "department",
    }
    assert not columns & forbidden


def test_the_report_hides_what_the_tables_hide(eqw: Eqw) -> None:
    assert eqw("release", "verify").stdout
    looked, found = leaks(eqw.current)
    assert looked > 5_000
    assert found == []
    pages = list((eqw.current / "report").rglob("*.html"))
    assert len(pages) > 250
    assert max(page.stat().st_size for page in pages) < 500_000
    assert all("Synthetic figures." in page.read_text(encoding="utf-8") for page in pages)


def test_figures_are_written_as_a_workbook_to_send(eqw: Eqw, tmp_path: Path) -> None:
    eqw("export", "national", "--out", tmp_path / "england.xlsx")
    eqw("export", "provider", "XA0", "--out", tmp_path / "XA0.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"england.xlsx", "XA0.xlsx"}
    assert (
        "no provider ZZZ" in eqw("export", "provider", "ZZZ", "--out", tmp_path / "z.xlsx", expect=2).stderr
    )


def test_the_same_input_gives_the_same_tables(eqw: Eqw, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = Eqw(tmp_path_factory.mktemp("again") / "home")
    shutil.copytree(eqw.home / "landing", again.home / "landing")
    again("run")
    assert tables_of(again.current) == tables_of(eqw.current)
    assert report_of(again.current) == report_of(eqw.current)


def test_a_changed_byte_is_found(eqw: Eqw) -> None:
    file = eqw.current / "parquet" / "dim_wave.parquet"
    original = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(original[:100] + bytes([original[100] ^ 1]) + original[101:])
    assert "dim_wave" in eqw("release", "verify", expect=1).stdout
    file.write_bytes(original)
    eqw("release", "verify")


def test_a_nonsense_heading_is_refused_and_stays_refused(eqw: Eqw, tmp_path: Path) -> None:
    before = eqw.current
    source = next((eqw.home / "landing" / "nets_responses").glob("*2024*"))
    bad = broken_heading(source, tmp_path / "nets_late.csv")
    eqw("land", bad, "--feed", "nets_responses")
    for _ in range(2):
        told = eqw("run", expect=1)
        said = " ".join((told.stdout + told.stderr).split())
        assert "nets_late.csv" in said
        assert "provider_code" in said
        assert "missing_column" in said
        assert "Remedy" in said
    assert eqw.current == before


def test_no_other_route_gets_past_the_refusal(eqw: Eqw) -> None:
    before = eqw.current
    for selection in ("staging/stg_nets__response", "release/current"):
        assert "REFUSED" in eqw("run", "--select", selection, expect=1).stdout
    assert eqw.current == before


def test_a_corrected_file_of_the_same_name_goes_on(eqw: Eqw, tmp_path: Path) -> None:
    source = next((eqw.home / "landing" / "nets_responses").glob("*2024*"))
    good = tmp_path / "nets_late.csv"
    shutil.copyfile(source, good)
    eqw("land", good, "--feed", "nets_responses")
    eqw("run")


def test_five_per_cent_corrupted_is_refused_until_set_aside(eqw: Eqw, tmp_path: Path) -> None:
    before = eqw.current
    source = next((eqw.home / "landing" / "nets_responses").glob("*2023*"))
    eqw("land", corrupted_rows(source, tmp_path / "nets_2023_again.csv", 0.05), "--feed", "nets_responses")
    told = " ".join(eqw("run", expect=1).stdout.split())
    assert "nets_2023_again.csv" in told
    assert "quarantined_share" in told
    assert "unknown_profession, first in row 2, profession 'astronaut'" in told
    assert "eqw quarantine export nets_responses/nets_2023_again.csv" in told
    assert eqw.current == before
    assert eqw.json("status", expect=0)["refusals"]
    eqw("set-aside", "nets_2023_again.csv", "--reason", "sender withdrew it")
    eqw("run")
    assert "sender withdrew it" in (eqw.current / "QUALITY.md").read_text(encoding="utf-8")
    eqw("release", "verify")


def test_a_partial_build_is_never_released(eqw: Eqw) -> None:
    before = eqw.current
    eqw("run", "--select", "staging/stg_nets__response")
    told = eqw("run", "--select", "release/candidate", "--select", "release/current", expect=1)
    assert "failed or was partial" in told.stdout
    assert eqw.current == before
    eqw("run")
