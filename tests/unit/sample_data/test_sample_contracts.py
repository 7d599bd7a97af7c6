"""Generated files keep the feed contracts: columns, types, codes, keys, references."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from expectations import reference
from expectations.contract import FEEDS, Column, contract
from sample_data.generate import SampleSummary
from sample_data.scales import options
from sample_data.survey import asked_in

_CASTS = {"date": "DATE", "datetime": "TIMESTAMP", "integer": "BIGINT"}
_REFERENCES = {
    "provider": ("provider_code", "providers"),
    "education_provider": ("ukprn", "education_providers"),
    "concern": ("concern_id", "concerns"),
}


def _present(feeds: duckdb.DuckDBPyConnection, feed: str) -> list[str]:
    return [row[0] for row in feeds.execute(f"DESCRIBE {feed}").fetchall() if row[0] != "filename"]


def _type_rule(feed: str, column: Column) -> str:
    """Return the SQL condition that a text of the column's type meets."""
    name = column.name
    if column.codes is not None:
        values = f"string_split({name}, ';')" if column.multi else f"[{name}]"
        return f"len(list_filter({values}, lambda v: v NOT IN {tuple(reference.codes(column.codes))!r})) = 0"
    if column.type == "date" and feed == "providers":
        return f"try_strptime({name}, '%Y%m%d') IS NOT NULL"
    if column.type in _CASTS:
        return f"try_cast({name} AS {_CASTS[column.type]}) IS NOT NULL"
    return f"{name} IN ('Y', 'N')" if column.type == "boolean" else "true"


def _rules(feed: str, column: Column) -> list[str]:
    name = column.name
    rules = [_type_rule(feed, column)]
    if column.pattern is not None:
        rules.append(f"regexp_full_match({name}, '{column.pattern}')")
    if column.max_length is not None:
        rules.append(f"length({name}) <= {column.max_length}")
    if column.minimum is not None:
        rules.append(f"{name}::BIGINT BETWEEN {column.minimum} AND {column.maximum}")
    if column.reference is not None:
        rules.append("{} IN (SELECT {} FROM {})".format(name, *_REFERENCES[column.reference]))
    return rules


def _check_column(feeds: duckdb.DuckDBPyConnection, feed: str, column: Column) -> None:
    name = column.name
    if not column.may_be_blank:
        blanks = feeds.execute(f"SELECT count(*) FROM {feed} WHERE coalesce({name}, '') = ''").fetchone()
        assert blanks == (0,), f"{feed}.{name} has blanks"
    for rule in _rules(feed, column):
        broken = f"SELECT DISTINCT {name} FROM {feed} WHERE {name} <> '' AND NOT coalesce({rule}, false)"
        assert feeds.execute(f"{broken} LIMIT 5").fetchall() == [], f"{feed}.{name}: NOT {rule}"


@pytest.mark.parametrize("feed", FEEDS)
def test_columns_and_values_keep_the_contract(feeds: duckdb.DuckDBPyConnection, feed: str) -> None:
    rules = contract(feed)
    known = {c.name for c in rules.columns} | {f"unused_{i}" for i in range(1, 28)}
    if rules.question_columns:
        known |= {q.code for q in reference.questions()}
    present = _present(feeds, feed)
    assert set(present) <= known
    assert {c.name for c in rules.columns if c.required} <= set(present)
    for column in rules.columns:
        if column.name in present:
            _check_column(feeds, feed, column)


@pytest.mark.parametrize("feed", FEEDS)
def test_keys_are_unique(feeds: duckdb.DuckDBPyConnection, feed: str) -> None:
    # The snapshot date of the register is in the file name.
    present = _present(feeds, feed)
    key = ["filename" if k == "snapshot_date" else k for k in contract(feed).key]
    listed = ", ".join(k for k in key if k in present or k == "filename")
    assert (
        feeds.execute(
            f"SELECT {listed}, count(*) FROM {feed} GROUP BY {listed} HAVING count(*) > 1"
        ).fetchall()
        == []
    )


def test_register_has_27_columns_without_heading(sample_home: Path, summary: SampleSummary) -> None:
    files = sorted((sample_home / "landing" / "providers").iterdir())
    assert [f.name for f in files] == [
        "ods_etr_2018.csv",
        "ods_etr_2020-04.csv",
        "ods_etr_2022-07.csv",
        "ods_etr_2024-04.csv",
    ]
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert len(lines) > 200
        assert all(line.startswith('"X') and line.count('","') == 26 for line in lines)


@pytest.mark.parametrize("year", range(2018, 2025))
def test_a_wave_has_exactly_its_questions_and_options(
    feeds: duckdb.DuckDBPyConnection, sample_home: Path, year: int
) -> None:
    file = sample_home / "landing" / "nets_responses" / f"nets_responses_{year}.csv"
    heading = file.read_text(encoding="utf-8").split("\n", 1)[0].replace('"', "").split(",")
    own = {c.name for c in contract("nets_responses").columns}
    assert [h for h in heading if h not in own] == [q.code for q in asked_in(year)]
    for question in asked_in(year):
        chosen = f"string_split({question.code}, ';')"
        wave = f"FROM nets_responses WHERE wave = '{year}' AND {question.code} IS NOT NULL"
        used = feeds.execute(f"SELECT DISTINCT unnest({chosen}) {wave}").fetchall()
        assert {value for (value,) in used} <= set(options(question.code, year))
        clashing = f"len(list_distinct({chosen})) < len({chosen})"
        clashing += f" OR (len({chosen}) > 1 AND list_contains({chosen}, 'not_applicable'))"
        assert feeds.execute(f"SELECT count(*) {wave} AND ({clashing})").fetchone() == (0,)


def test_2018_asks_three_questions() -> None:
    assert [q.code for q in asked_in(2018)] == ["overall_experience", "supervision", "induction"]


def test_dates_lie_within_their_wave(feeds: duckdb.DuckDBPyConnection) -> None:
    for wave in reference.seed("wave"):
        outside = feeds.execute(
            "SELECT count(*) FROM nets_responses WHERE wave = ? AND submitted_on::DATE NOT BETWEEN ? AND ?",
            [wave["wave_code"], date.fromisoformat(wave["opens_on"]), date.fromisoformat(wave["closes_on"])],
        ).fetchone()
        assert outside == (0,)


def test_codes_do_not_look_like_registration_numbers(feeds: duckdb.DuckDBPyConnection) -> None:
    for feed, column in (
        ("nets_responses", "response_id"),
        ("concerns", "concern_id"),
        ("concern_events", "event_id"),
        ("learner_numbers", "site_code"),
    ):
        # GMC: seven digits; NHS: ten; NMC: two digits, letter, four digits, letter.
        suspicious = feeds.execute(
            f"SELECT count(*) FROM {feed} WHERE regexp_matches({column}, "
            r"'(^|\D)(\d{7}|\d{10}|\d{2}[A-Za-z]\d{4}[A-Za-z])(\D|$)')"
        ).fetchone()
        assert suspicious == (0,)


def test_summary_counts_what_lies_in_landing(
    feeds: duckdb.DuckDBPyConnection, summary: SampleSummary, sample_home: Path
) -> None:
    assert set(summary.rows) == set(FEEDS)
    for feed, rows in summary.rows.items():
        assert feeds.execute(f"SELECT count(*) FROM {feed}").fetchone() == (rows,)
    on_disk = {path for path in sample_home.rglob("*") if path.is_file()}
    assert on_disk == set(summary.files)
    assert datetime.fromtimestamp((sample_home / "landing/psa/psa_2024.csv").stat().st_mtime).year == 2024
