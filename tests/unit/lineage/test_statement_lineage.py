"""What each column of a statement comes from, in the shapes of SQL that our models use."""

import pytest

from orchestration.lib.lineage.columns import ROWS, ColumnRef, Relation, statement_lineage

TABLES = {Relation("staging", "answer"): "answer", Relation("reference", "option"): "option"}
COLUMNS = {
    Relation("staging", "answer"): ["wave", "person", "question", "code", "q1", "q2"],
    Relation("reference", "option"): ["code", "is_good"],
}


def of(sql: str) -> dict[str, set[str]]:
    """Lineage with each reference as `table.column`."""
    found = statement_lineage(sql, TABLES, COLUMNS)
    return {column: {f"{ref.table}.{ref.column}" for ref in refs} for column, refs in found.items()}


def test_renamed_computed_and_joined_columns() -> None:
    found = of(
        "select a.wave as wave_code, case when o.is_good then a.person end as good_person"
        ' from "warehouse"."staging"."answer" as a'
        ' left join "warehouse"."reference"."option" as o on a.code = o.code'
    )
    assert found == {
        "wave_code": {"answer.wave"},
        "good_person": {"answer.person", "option.is_good"},
        ROWS: {"answer.*"},
    }


def test_through_common_tables_stars_and_windows() -> None:
    found = of(
        """with ranked as (
            select answer.*, row_number() over (partition by answer.wave order by answer.person) as place
            from "w"."staging"."answer" as answer
        ), first as (select * from ranked where place = 1)
        select code as option_code, place from first"""
    )
    assert found["option_code"] == {"answer.code"}
    assert found["place"] == {"answer.wave", "answer.person"}
    assert found[ROWS] == {"answer.*"}


def test_unpivoted_columns_come_from_every_column_that_was_turned() -> None:
    found = of('select wave, value from "w"."staging"."answer" unpivot (value for name in (q1, q2))')
    assert found["value"] == {"answer.q1", "answer.q2"}
    assert found["wave"] == {"answer.wave"}


def test_a_count_of_rows_and_a_constant_come_from_rows() -> None:
    found = of(
        'with one as (select 1 as raised from "w"."staging"."answer")'
        " select count(*) as answers, sum(raised) as raised from one"
    )
    assert found == {"answers": {"answer.*"}, "raised": {"answer.*"}, ROWS: {"answer.*"}}


def test_both_sides_of_a_union_count() -> None:
    found = of('select code from "w"."staging"."answer" union all select code from "w"."reference"."option"')
    assert found == {"code": {"answer.code", "option.code"}, ROWS: {"answer.*", "option.*"}}


def test_a_table_function_is_nobodys_table() -> None:
    assert of("select cast(day_at as date) as day from range(1, 9) as days (day_at)") == {
        "day": set(),
        ROWS: set(),
    }


def test_a_table_that_is_not_known_is_a_fault() -> None:
    with pytest.raises(KeyError, match="elsewhere"):
        of('select a from "w"."x"."elsewhere"')


def test_references_are_sorted_and_stand_once() -> None:
    sql = 'select q2 + q1 + q2 as total from "w"."staging"."answer"'
    found = statement_lineage(sql, TABLES, COLUMNS)["total"]
    assert found == (ColumnRef("answer", "q1"), ColumnRef("answer", "q2"))


def test_a_query_that_reads_itself_ends_where_it_begins() -> None:
    found = of(
        """with recursive chain as (
            select person, 0 as steps from "w"."staging"."answer"
            union all
            select person, steps + 1 as steps from chain where steps < 9
        )
        select person, steps from chain"""
    )
    assert found["person"] == {"answer.person"}
    assert found[ROWS] == {"answer.*"}
