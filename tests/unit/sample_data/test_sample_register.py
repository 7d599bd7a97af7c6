"""Invented providers: never a real one, and a history as the register would show it."""

import csv
from pathlib import Path

import duckdb
import pytest

from sample_data.names import place_names, provider_codes
from sample_data.streams import stream

_REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference"


def test_codes_and_names_say_that_they_are_invented(feeds: duckdb.DuckDBPyConnection) -> None:
    rows = feeds.execute("SELECT DISTINCT provider_code, provider_name, postcode FROM providers").fetchall()
    assert 225 <= len({code for code, _, _ in rows}) <= 240
    assert all(
        len(code) == 3 and code[0] == "X" and code[1].isalpha() and code[2].isdigit() for code, _, _ in rows
    )
    assert all(name.endswith("(SAMPLE)") and "NHS" not in name for _, name, _ in rows)
    assert all(postcode.startswith("ZZ") for _, _, postcode in rows)
    universities = feeds.execute("SELECT ukprn, name FROM education_providers").fetchall()
    assert len(universities) == 60
    assert all(number.startswith("99") and name.endswith("(SAMPLE)") for number, name in universities)


@pytest.mark.skipif(
    not _REFERENCE.is_dir(), reason="no real registers at ../shared/reference to compare with"
)
def test_no_code_or_name_is_a_real_one(feeds: duckdb.DuckDBPyConnection) -> None:
    real: set[str] = set()
    for file in sorted(_REFERENCE.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            real |= {value.strip().upper() for row in csv.reader(handle) for value in row if value}
    assert len(real) > 1000
    invented = feeds.execute(
        """SELECT provider_code FROM providers UNION SELECT upper(provider_name) FROM providers
        UNION SELECT icb_code FROM providers UNION SELECT site_code FROM learner_numbers
        UNION SELECT ukprn FROM education_providers UNION SELECT upper(name) FROM education_providers
        UNION SELECT replace(upper(provider_name), ' (SAMPLE)', '') FROM providers"""
    ).fetchall()
    assert {value for (value,) in invented} & real == set()


def test_the_register_has_a_history(feeds: duckdb.DuckDBPyConnection) -> None:
    renamed = feeds.execute(
        "SELECT provider_code FROM providers GROUP BY 1 HAVING count(DISTINCT provider_name) > 1"
    ).fetchall()
    assert len(renamed) >= 10
    closed = feeds.execute(
        "SELECT count(DISTINCT provider_code) FROM providers WHERE closed_on <> ''"
    ).fetchone()
    assert closed is not None
    assert closed[0] == 28
    future = feeds.execute(
        "SELECT provider_code FROM providers WHERE filename LIKE '%2024-04%' AND opened_on > '20240401'"
    ).fetchall()
    assert len(future) == 1
    boards = feeds.execute(
        "SELECT regexp_extract(filename, 'etr_(.*).csv', 1), min(length(icb_code)), max(length(icb_code)), "
        "count(DISTINCT icb_code) FROM providers GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert boards == [("2018", 3, 3, 42), ("2020-04", 3, 3, 42), ("2022-07", 3, 3, 42), ("2024-04", 5, 5, 36)]
    backwards = feeds.execute(
        "SELECT count(*) FROM providers WHERE closed_on <> '' AND closed_on < opened_on"
    ).fetchone()
    assert backwards == (0,)


def test_successors_carry_on_when_the_old_provider_closes(feeds: duckdb.DuckDBPyConnection) -> None:
    handed_over = feeds.execute(
        """SELECT a.provider_code, a.successor_code,
            a.valid_from::DATE - strptime(max(p.closed_on), '%Y%m%d')::DATE
        FROM provider_attributes a JOIN providers p USING (provider_code)
        WHERE a.successor_code IS NOT NULL AND p.closed_on <> '' GROUP BY 1, 2, a.valid_from"""
    ).fetchall()
    assert len(handed_over) == 23
    assert all(days == 1 and code != successor for code, successor, days in handed_over)


def test_only_open_providers_have_learners_and_respondents(feeds: duckdb.DuckDBPyConnection) -> None:
    for feed, day in (
        ("learner_numbers", "census_date"),
        ("nets_responses", "submitted_on"),
        ("concerns", "raised_on"),
    ):
        strays = feeds.execute(
            f"""SELECT count(*) FROM {feed} f JOIN (
                SELECT provider_code, min(opened_on) AS opened, max(nullif(closed_on, '')) AS closed
                FROM providers GROUP BY 1) p USING (provider_code)
            WHERE f.{day}::DATE < strptime(opened, '%Y%m%d') OR f.{day}::DATE > strptime(closed, '%Y%m%d')"""
        ).fetchone()
        assert strays == (0,), feed
    closed = feeds.execute(
        """SELECT count(*) FROM psa JOIN providers USING (provider_code)
        WHERE closed_on <> '' AND strptime(closed_on, '%Y%m%d') < make_date(cycle::INT, 9, 1)"""
    ).fetchone()
    assert closed == (0,)


def test_names_and_codes_run_out_with_a_message() -> None:
    assert len(set(place_names(300, stream(1, "x")))) == 300
    with pytest.raises(ValueError, match="place names"):
        place_names(10_000, stream(1, "x"))
    with pytest.raises(ValueError, match="only 240 provider codes"):
        provider_codes(241)
