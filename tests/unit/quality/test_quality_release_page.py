"""quality.html of a release: whole, well-formed, without network, always the same, without secrets."""

import itertools
import re
from collections.abc import Callable

import duckdb
import pytest

from expectations.contract import FEEDS
from expectations.masking import MASK, is_about_people, released_row
from expectations.registry import all_suites
from orchestration.lib.gates.standing import standing
from orchestration.lib.gates.verdict import load_verdicts
from orchestration.lib.home import Home
from orchestration.lib.quality.release_page import release_page
from tests.unit.quality.conftest import HOSTILE, SECRETS, Page, page_of, table_verdicts


@pytest.fixture
def page(judged: Home) -> Page:
    return page_of(judged)


def test_every_rule_of_every_suite_is_there_once(page: Page) -> None:
    expected = sorted(f"rule-{rule.id}" for suite in all_suites() for rule in suite.rules)
    assert sorted(name for name in page.ids if name.startswith("rule-")) == expected
    assert len(expected) > 300
    for suite in all_suites():
        assert f"{suite.stage}-{suite.suite}" in page.ids
        for rule in suite.rules:
            for text in (rule.bound, rule.why, rule.how_to_resolve, rule.owner):
                assert " ".join(text.split()) in page.text, rule.id


def test_the_page_is_well_formed_and_can_be_found_one_s_way_in(page: Page) -> None:
    assert page.faults == []
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids)), "an id names one thing"
    anchors = {str(link["href"]).removeprefix("#") for link in page.all("a")}
    assert anchors <= set(page.ids), "every link leads somewhere"
    assert all("scope" in heading for heading in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(picture["aria-label"] for picture in page.all("svg"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    attributes = [(name, value or "") for _, found in page.tags for name, value in found.items()]
    assert not [value for name, value in attributes if name in ("src", "srcset", "action", "data", "poster")]
    assert all(value.startswith("#") for name, value in attributes if name in ("href", "xlink:href"))
    assert not [name for name, _ in attributes if name.startswith("on") or name == "style"]
    assert not {"script", "link", "img", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    style = page.html[page.html.index("<style>") : page.html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in page.html


def test_a_file_name_is_text_and_nothing_else(page: Page) -> None:
    assert HOSTILE in page.text
    assert "<script" not in page.html
    assert "<b>&[U+202E]" in page.text
    assert "\u202e" not in page.html


def test_no_value_of_a_row_about_people_leaves_the_restricted_zone(judged: Home, page: Page) -> None:
    stands = standing(judged)
    warned = [found for found in stands if found.feed == "nets_responses" and found.receipt.warnings]
    assert warned, "the file must break a rule for its rows to be shown at all"
    shown = [value for found in warned for rule in found.receipt.warnings for value in rule.failing_rows]
    assert shown, "and the receipt must hold them"
    assert MASK in page.text
    for secret in SECRETS:
        assert secret not in page.html, secret


def test_of_a_row_about_people_only_the_place_is_released() -> None:
    row = {
        "_source_row": 7,
        "column_name": "workload",
        "wave": "2024",
        "respondents": 3,
        "question_code": "Xanthe shouted",
        "submitted_on": None,
    }
    assert released_row(row, "nets_responses") == {
        "_source_row": 7,
        "column_name": "workload",
        "wave": MASK,
        "respondents": MASK,
        "question_code": MASK,
        "submitted_on": MASK,
    }
    assert released_row(row, "education_providers") == row


def test_which_feeds_are_about_people_follows_from_their_contracts() -> None:
    assert {feed for feed in FEEDS if not is_about_people(feed)} == {
        "providers",
        "provider_attributes",
        "education_providers",
    }


def test_a_load_that_was_made_good_marks_the_trend_and_counts_no_more(page: Page) -> None:
    words = [str(picture["aria-label"]) for picture in page.all("svg")]
    assert any(f"the rule: {HOSTILE} 1 (failed); {HOSTILE} 0" in text for text in words)
    failed = [found["class"] for found in page.all("details") if str(found.get("class")).startswith("rule ")]
    assert set(failed) == {"rule warning"}


def test_the_same_state_gives_the_same_bytes_and_few_of_them(judged: Home) -> None:
    make: Callable[[], bytes] = lambda: release_page(  # noqa: E731
        judged, "v2026.11.1", table_verdicts(), load_verdicts(judged)
    )
    assert make() == make()
    assert len(make()) < 1_500_000


def test_counts_that_the_released_audit_hides_are_shown_nowhere(judged: Home) -> None:
    """A response file of few learners: its rows stand neither in the released table nor on this page."""
    load = next(found for found in standing(judged) if found.feed == "nets_responses")
    judged.candidate.mkdir(exist_ok=True)
    released = judged.candidate / "load_audit.parquet"
    duckdb.sql(
        f"select 'nets_responses' as feed, '{load.load_id}' as load_id, null::bigint as rows_in"
    ).write_parquet(str(released))
    try:
        hidden = page_of(judged).html
    finally:
        released.unlink()
    line = re.compile(r'<td>nets_responses</td><td>accepted</td>((?:<td class="number">[^<]*</td>){3})')
    assert line.findall(hidden)[0].count("–") == 3
    assert "–" not in line.findall(page_of(judged).html)[0]
