"""How a value may be spelt: dates, times, categories, lists of codes, yes and no."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.ingest.bench import CONCERN, Bench

NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}

PSA = {
    "cycle": "2024",
    "provider_code": "ZA1",
    "question_code": "edi_lead",
    "answer": "met",
    "version": "1",
    "submitted_at": "2024-05-01T10:00:00Z",
    "signed_off_by_role": "Director of education",
}

SPELLINGS: dict[str, Any] = {
    "2024-03-09": dt.date(2024, 3, 9),
    "2024-03-09T00:00:00": dt.date(2024, 3, 9),
    "2024-03-09T23:30:00-05:00": dt.date(2024, 3, 9),
    "09/03/2024": dt.date(2024, 3, 9),
    "9/3/2024": dt.date(2024, 3, 9),
    "20240309": dt.date(2024, 3, 9),
    "45360": dt.date(2024, 3, 9),
    "13/01/2024": dt.date(2024, 1, 13),
    "29/02/2024": dt.date(2024, 2, 29),
    "29/02/2023": None,
    "01/13/2024": None,
    "2024-13-01": None,
    "1899-12-31": None,
    "09/03/24": None,
    "9 March 2024": None,
    "2024-03-09T25:00:00": None,
    "2024-3-9": None,
}


def spelt(column: str, feed_row: dict[str, str], values: list[str]) -> Iterator[dict[str, str]]:
    for place, value in enumerate(values):
        yield feed_row | {"concern_id": f"C{place}", column: value}


def test_dates_are_iso_or_british_or_serial(known: Bench) -> None:
    manifest = known.load("concerns", "c.csv", spelt("raised_on", CONCERN, list(SPELLINGS)))
    read = dict(known.accepted(manifest, "concern_id, raised_on"))
    assert {text: read.get(f"C{place}") for place, text in enumerate(SPELLINGS)} == SPELLINGS


def test_datetimes_are_utc(known: Bench) -> None:
    expected = {
        "2024-06-01T12:00:00+01:00": dt.datetime(2024, 6, 1, 11),
        "2024-06-01T12:00+0100": dt.datetime(2024, 6, 1, 11),
        "2024-06-01T12:00Z": dt.datetime(2024, 6, 1, 12),
        "2024-06-01 12:00:30.5": dt.datetime(2024, 6, 1, 12, 0, 30, 500000),
        "01/06/2024 12:05": dt.datetime(2024, 6, 1, 12, 5),
        "01/06/2024 12:05:06": dt.datetime(2024, 6, 1, 12, 5, 6),
        "2024-06-01": dt.datetime(2024, 6, 1),
        "45444.5": dt.datetime(2024, 6, 1, 12),
        "06/13/2024 12:05": None,
    }
    manifest = known.load("concerns", "c.csv", spelt("recorded_at", CONCERN, list(expected)))
    read = dict(known.accepted(manifest, "concern_id, recorded_at"))
    assert {text: read.get(f"C{place}") for place, text in enumerate(expected)} == expected


@pytest.mark.parametrize("written", ["2", "ISF 2", "cat 2", "Significant", "significant concerns", " 2 "])
def test_a_category_may_be_written_in_several_ways(known: Bench, written: str) -> None:
    manifest = known.load("concerns", "c.csv", [CONCERN | {"isf_category": written}])
    assert known.accepted(manifest, "isf_category") == [("2",)]


def test_several_codes_keep_their_order_and_lose_repeats(known: Bench) -> None:
    rows = [
        CONCERN | {"eqf_domains": "D3; d1 ;D3;", "professions": "Nursing;dental"},
        CONCERN | {"concern_id": "C2", "eqf_domains": "D1;D9"},
        CONCERN | {"concern_id": "C3", "eqf_domains": ";"},
    ]
    manifest = known.load("concerns", "c.csv", rows)
    assert known.accepted(manifest, "eqf_domains, professions") == [("D3;D1", "nursing;dental")]
    assert known.rules(manifest) == [(3, "unknown_code"), (4, "unknown_code")]


def test_yes_reads_as_met_and_blank_as_unanswered(known: Bench) -> None:
    rows = [
        PSA | {"answer": "YES"},
        PSA | {"version": "2", "answer": "no"},
        PSA | {"version": "3", "answer": "", "signed_off_by_role": ""},
    ]
    manifest = known.load("psa", "p.csv", rows)
    assert known.accepted(manifest, "answer, signed_off_by_role") == [
        ("met", "Director of education"),
        ("not_met", "Director of education"),
        (None, None),
    ]


def test_a_planned_date_may_be_in_the_future(known: Bench) -> None:
    manifest = known.load("concerns", "c.csv", [CONCERN | {"review_due_on": "2098-01-01"}])
    assert manifest.rows_accepted == 1
