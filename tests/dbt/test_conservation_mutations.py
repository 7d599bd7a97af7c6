"""The data tests of conservation find a row or answer that staging lost, doubled or made up.

Belongs here: the compiled SQL of both tests on small staging tables that are right, and after one change.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from warehouse_home import empty_home, run_dbt

from expectations.contract import FEEDS
from orchestration.lib.home import DBT_PROJECT, Home

STAGING = {
    "providers": "stg_register__provider_snapshot",
    "provider_attributes": "stg_register__provider_attribute",
    "education_providers": "stg_register__education_provider",
    "learner_numbers": "stg_learners__learner_number",
    "nets_responses": "stg_nets__response",
    "nets_aggregates": "stg_nets__aggregate",
    "psa": "stg_psa__answer",
    "concerns": "stg_concerns__concern",
    "concern_events": "stg_concerns__event",
}
ROWS, CELLS = "assert_accepted_rows_are_all_present", "assert_accepted_cells_are_all_present"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """SQL of both tests, as dbt would send it."""
    home: Home = empty_home(tmp_path_factory.mktemp("conservation"))
    run_dbt(home, "compile", "--select", ROWS, CELLS)
    files: dict[str, Path] = {path.stem: path for path in home.dbt_target.rglob("compiled/**/assert_*.sql")}
    return {name: files[name].read_text(encoding="utf-8") for name in (ROWS, CELLS)}


ANSWERS = """
    values ('supervision', 'good'), ('bullying_reported', 'yes'), ('recommend_reasons', 'other'),
        ('recommend_reasons', 'adequate_teaching')
"""
TABLES = f"""
    create table stg_ops__load (
        feed varchar, load_id varchar, file_name varchar, status varchar, rows_accepted bigint,
        cells_accepted bigint
    );
    create table stg_ops__superseded_row (
        feed varchar, load_id varchar, source_row bigint, row_values varchar
    );
    alter table stg_nets__response add column wave_code varchar default '2024';
    alter table stg_nets__response add column response_id varchar;
    update stg_nets__response set response_id = load_id || source_row;
    create table stg_nets__answer as
    select wave_code, response_id, question_code, option_code
    from stg_nets__response cross join ({ANSWERS}) as answer(question_code, option_code);
    create table warehouse.reference.question as
    select question_code, base_question_codes
    from read_csv('{DBT_PROJECT}/seeds/question.csv', all_varchar = true);
"""


@pytest.fixture
def staged() -> Iterator[duckdb.DuckDBPyConnection]:
    """Staging tables in which nothing is lost: per feed two rows in use of each file, and one superseded."""
    superseded = '{"supervision": "good", "bullying_reported": "no", "bullying_dealt": null}'
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as warehouse")
        con.execute("create schema warehouse.staging; create schema warehouse.reference")
        con.execute("use warehouse.staging")
        for table in STAGING.values():
            con.execute(
                f"create table {table} as select load_id, source_row "
                "from (values ('old'), ('new')) as f(load_id) cross join (values (2), (3)) as t(source_row)"
            )
        con.execute(TABLES)
        for feed in FEEDS:
            cells = (5, 4) if feed == "nets_responses" else (0, 0)
            con.execute("insert into stg_ops__superseded_row values (?, 'old', 4, ?)", [feed, superseded])
            con.execute(
                "insert into stg_ops__load values (?, 'old', 'old.csv', 'accepted', 3, ?), "
                "(?, 'new', 'new.csv', 'accepted', 2, ?)",
                [feed, cells[0], feed, cells[1]],
            )
        yield con


def failing(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return con.execute(sql).fetchall()


def test_what_is_whole_passes(staged: duckdb.DuckDBPyConnection, compiled: dict[str, str]) -> None:
    assert failing(staged, compiled[ROWS]) == []
    assert failing(staged, compiled[CELLS]) == []


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize(
    ("change", "load_id"),
    [
        ("delete from {table} where load_id = 'new' and source_row = 3", "new"),
        ("insert into {table} select * from {table} where load_id = 'old' and source_row = 2", "old"),
        # One lost and another doubled: the sum alone would hold.
        ("update {table} set source_row = 2 where load_id = 'new' and source_row = 3", "new"),
        ("update {table} set load_id = 'stray' where load_id = 'new' and source_row = 3", "stray"),
        ("delete from stg_ops__superseded_row where feed = '{feed}'", "old"),
        ("update stg_ops__load set status = 'set_aside' where feed = '{feed}' and load_id = 'new'", "new"),
    ],
    ids=["lost", "doubled", "lost_and_doubled", "stray", "superseded_lost", "not_accepted"],
)
def test_a_row_lost_or_doubled_is_found(
    staged: duckdb.DuckDBPyConnection, compiled: dict[str, str], feed: str, change: str, load_id: str
) -> None:
    staged.execute(change.format(table=STAGING[feed], feed=feed))
    found = failing(staged, compiled[ROWS])
    assert (feed, load_id) in {(row[0], row[1]) for row in found}
    assert {row[0] for row in found} == {feed}


@pytest.mark.parametrize(
    ("change", "load_id"),
    [
        (
            "delete from stg_nets__answer where response_id = 'new3' and question_code = 'bullying_reported'",
            "new",
        ),
        ("insert into stg_nets__answer values ('2024', 'old2', 'bullying_dealt', 'no')", "old"),
        ("delete from stg_ops__superseded_row where feed = 'nets_responses'", "old"),
        ("""update stg_ops__superseded_row set row_values = '{"bullying_reported": null}'""", "old"),
    ],
    ids=["lost", "made_up", "superseded_lost", "superseded_cell_lost"],
)
def test_an_answer_lost_or_made_up_is_found(
    staged: duckdb.DuckDBPyConnection, compiled: dict[str, str], change: str, load_id: str
) -> None:
    staged.execute(change)
    assert [row[1] for row in failing(staged, compiled[CELLS])] == [load_id]


def test_one_of_several_options_lost_is_no_lost_cell(
    staged: duckdb.DuckDBPyConnection, compiled: dict[str, str]
) -> None:
    staged.execute("delete from stg_nets__answer where option_code = 'adequate_teaching'")
    assert failing(staged, compiled[CELLS]) == []
