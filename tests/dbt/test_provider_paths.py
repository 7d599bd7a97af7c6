"""A merger and a rename, read as at the wave and as today with the queries of docs/providers-through-time.md.

Built from a handful of accepted rows of invented providers; that the queries are those of the document is the
point: they are read from it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_home import empty_home, run_dbt

from orchestration.lib.home import PROJECT_ROOT, Home

DOCUMENT = PROJECT_ROOT / "docs" / "providers-through-time.md"

# XA1 and XB2 merged into XM3 on 1 April 2022; XM3 had a new name in the register of 2024.
PROVIDERS = """
    select date '2020-04-01' as snapshot_date, code as provider_code, name as provider_name,
        'Y58' as region_code, 'UA1' as icb_code, date '2001-04-01' as opened_on, null::date as closed_on
    from (values ('XA1', 'ALPHA (SAMPLE)'), ('XB2', 'BETA (SAMPLE)'), ('XZ9', 'ZETA (SAMPLE)'))
        as t(code, name)
    union all
    select date '2022-04-01', 'XM3', 'MERGED (SAMPLE)', 'Y58', 'UA1', date '2022-04-01', null
    union all
    select date '2022-04-01', code, name, 'Y58', 'UA1', date '2001-04-01', date '2022-03-31'
    from (values ('XA1', 'ALPHA (SAMPLE)'), ('XB2', 'BETA (SAMPLE)')) as t(code, name)
    union all
    select date '2024-04-01', 'XM3', 'MERGED AND RENAMED (SAMPLE)', 'Y58', 'UAA1U', date '2022-04-01', null
"""
ATTRIBUTES = """
    select code as provider_code, 'acute' as provider_type, 'XM3' as successor_code,
        date '2022-04-01' as valid_from
    from (values ('XA1'), ('XB2')) as t(code)
"""
LEARNERS = """
    select wave, code as provider_code, 'all' as site_code, 'nursing' as profession, 'all' as learner_level,
        n as learners
    from (values ('2021', 'XA1', 100), ('2021', 'XB2', 50), ('2021', 'XZ9', 70), ('2022', 'XM3', 160),
        ('2024', 'XM3', 170)) as t(wave, code, n)
"""
AGGREGATES = """
    select wave, code as provider_code, 'all' as site_code, 'nursing' as profession,
        indicator as indicator_code, n as respondents, x as favourable
    from (values ('2021', 'XA1', 'supervision', 40, 30), ('2021', 'XB2', 'supervision', 20, 18),
        ('2020', 'XA1', 'induction', 40, 30), ('2020', 'XB2', 'induction', 9, 5),
        ('2022', 'XM3', 'supervision', 60, 45)) as t(wave, code, indicator, n, x)
"""
FEEDS = {
    "providers": PROVIDERS,
    "provider_attributes": ATTRIBUTES,
    "learner_numbers": LEARNERS,
    "nets_aggregates": AGGREGATES,
}


def accept(home: Home) -> None:
    """Put the rows where accepted loads lie, in the layout their empty file already has."""
    audit = home.ops / "load_audit.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create table load_audit as from '{audit}'")
        for sequence, (feed, rows) in enumerate(FEEDS.items(), start=1):
            connection.execute(
                "insert into load_audit by name select ? as feed, ? as load_id, ? as file_name, "
                "'' as sha256, ? as load_sequence, 'accepted' as status",
                [feed, feed, f"{feed}.csv", sequence],
            )
            connection.execute(f"create table {feed} as from '{home.accepted}/{feed}/*.parquet'")
            connection.execute(
                f"insert into {feed} by name select *, '{feed}' as _load_id, "
                f"row_number() over () as _source_row from ({rows})"
            )
            connection.execute(f"copy {feed} to '{home.accepted}/{feed}/{feed}.parquet'")
        connection.execute(f"copy load_audit to '{audit}'")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = empty_home(tmp_path_factory.mktemp("paths"))
    accept(home)
    selected = ("+pub_rpt_survey_as_today", "+pub_brg_provider_successor", "+pub_fct_learner_numbers")
    tables = ("+pub_dim_provider", "+pub_dim_provider_today")
    run_dbt(home, "build", "--select", *selected, *tables, "--exclude-resource-type", "unit_test",
            "--indirect-selection", "cautious")  # fmt: skip
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        connection.execute("set schema = 'published'")
        yield connection


def query(name: str) -> str:
    """The query of the document that begins with this name."""
    text = Path(DOCUMENT).read_text(encoding="utf-8")
    (found,) = re.findall(rf"```sql\n-- {name}: .*\n([^`]+)```", text)
    return str(found)


def answer(release: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return release.execute(query(name)).fetchall()


def test_as_at_the_wave_the_merged_providers_are_two_and_the_rename_is_not_yet(
    release: duckdb.DuckDBPyConnection,
) -> None:
    assert answer(release, "as_at") == [
        ("2021", "ALPHA (SAMPLE)", 100),
        ("2021", "BETA (SAMPLE)", 50),
        ("2021", "ZETA (SAMPLE)", 70),
        ("2022", "MERGED (SAMPLE)", 160),
        ("2024", "MERGED AND RENAMED (SAMPLE)", 170),
    ]


def test_as_today_they_are_one_under_its_name_of_today(release: duckdb.DuckDBPyConnection) -> None:
    assert answer(release, "as_today") == [
        ("2021", "MERGED AND RENAMED (SAMPLE)", 150),
        ("2021", "ZETA (SAMPLE)", 70),
        ("2022", "MERGED AND RENAMED (SAMPLE)", 160),
        ("2024", "MERGED AND RENAMED (SAMPLE)", 170),
    ]


def test_a_survey_result_as_today_is_the_sum_of_the_shown_parts(release: duckdb.DuckDBPyConnection) -> None:
    assert answer(release, "survey_as_today") == [
        ("2021", "MERGED AND RENAMED (SAMPLE)", 2, "shown", 60, 80.0),
        ("2022", "MERGED AND RENAMED (SAMPLE)", 1, "shown", 60, 75.0),
    ]
    hidden = release.execute(
        "select status_code, respondents, value_pct from rpt_survey_as_today "
        "where indicator_code = 'induction'"
    ).fetchall()
    assert hidden == [("suppressed", None, None)]


def test_on_a_day_between_nobody_is_lost_or_doubled(release: duckdb.DuckDBPyConnection) -> None:
    assert answer(release, "as_on_a_day") == [
        ("2021", "XM3", 150),
        ("2021", "XZ9", 70),
        ("2022", "XM3", 160),
        ("2024", "XM3", 170),
    ]
    before = query("as_on_a_day").replace("2022-06-01", "2022-03-31")
    assert release.execute(before).fetchall()[:3] == [
        ("2021", "XA1", 100),
        ("2021", "XB2", 50),
        ("2021", "XZ9", 70),
    ]
