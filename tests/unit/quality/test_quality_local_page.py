"""The page for those who run it: refused files, their rows and what to do, released or not."""

import pytest
from typer.testing import CliRunner

from expectations.masking import MASK
from orchestration.cli.app import app
from orchestration.lib.home import Home
from orchestration.lib.quality.local_page import write_local_page
from tests.unit.quality.conftest import HOSTILE, Page


def test_a_refused_file_is_told_with_rule_row_and_remedy(refused: Home) -> None:
    page = Page(write_local_page(refused).read_text(encoding="utf-8"))
    assert page.faults == []
    assert "stop everything downstream" in page.text
    assert "education_providers.name_length" in page.text
    assert HOSTILE in page.text
    assert "<script" not in page.html
    assert "missing_column" in page.text, "a file that could not be read says why"
    assert "ukprn" in page.text
    assert "land the corrected file under the same name" in page.text
    assert "gpj.[U+202E]csv.csv" in page.text or "gpj.\\u202ecsv.csv" in page.text
    assert "\u202e" not in page.html


def test_every_file_is_listed_with_how_it_stands(refused: Home) -> None:
    html = write_local_page(refused).read_text(encoding="utf-8")
    listed = html[html.index('<section id="files"') : html.index('<section id="loads"')]
    for name in ("ods_etr_2018.csv", "no_heading.csv", "concerns.csv", "nets_2024.csv"):
        assert f"<bdi>{name}</bdi>" in listed, name
    assert '<span class="badge accepted">accepted</span>' in listed


def test_row_values_are_shown_and_restricted_columns_are_not(refused: Home) -> None:
    page = Page(write_local_page(refused).read_text(encoding="utf-8"))
    assert "2019-03-17" in page.text, "whoever runs it must see what is wrong"
    assert "seventeen" in page.text
    stops = page.html[page.html.index('<section id="stops"') : page.html.index('<section id="files"')]
    assert "2019-03-17" in stops, "beside the file that it keeps out"
    for secret in ("Xanthe", "Larkspur", "Ethnicgroup", "pseudonym77"):
        assert secret not in page.html, secret


def test_nothing_is_fetched_from_the_local_page(refused: Home) -> None:
    page = Page(write_local_page(refused).read_text(encoding="utf-8"))
    assert "http" not in page.html
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert len(page.ids) == len(set(page.ids))


def test_an_empty_home_has_a_page_that_says_what_to_do(tmp_path: object) -> None:
    page = Page(write_local_page(Home.at(f"{tmp_path}/empty")).read_text(encoding="utf-8"))
    assert page.faults == []
    assert "No file was dropped yet" in page.text


def test_the_command_says_where_the_page_is_and_gives_the_results(refused: Home) -> None:
    said = CliRunner().invoke(app, ["--home", str(refused.root), "quality"])
    assert said.exit_code == 0, said.output
    assert (refused.quality / "index.html").is_file()


def test_the_same_results_come_as_json(refused: Home, capsys: pytest.CaptureFixture[str]) -> None:
    from orchestration.lib.quality.as_plain import as_plain

    plain = as_plain(refused)
    assert {file["status"] for file in plain["files"]} >= {"accepted", "refused", "rejected"}
    (suite,) = [suite for suite in plain["suites"] if suite["suite"] == "nets_responses"]
    (rule,) = [rule for rule in suite["rules"] if rule["rule_id"] == "nets_responses.submitted_near_wave"]
    assert rule["outcome"] == "refused"
    assert rule["trend"][0]["failed"]
    assert rule["failures"][0]["failing_rows"][0]["submitted_on"] == "2019-03-17"
    assert MASK not in str(rule["failures"][0]["failing_rows"][0]["submitted_on"])
