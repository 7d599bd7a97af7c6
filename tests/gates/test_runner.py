"""Running suites: what Great Expectations would get wrong on DuckDB, or keep silent about."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations import runner
from expectations.masking import MASK, shown_value
from expectations.result import GateResult, SuiteNotRun
from expectations.runner import run_suite
from expectations.suite import Suite

TABLE = pa.table(
    {"number": [1, 2, 3, None], "response_id": ["p1", "p2", "p3", "p4"], "code": ["a:x", "b", "b", "c"]}
)


def suite(*rules: dict[str, Any], key: tuple[str, ...] = ("number",), **changes: Any) -> Suite:
    plain = {
        "severity": "error",
        "bound": "as it should",
        "why": "For the test.",
        "how_to_resolve": "Nothing to do.",
    }
    rows = {"id": "psa.has_rows", "expectation": "table_row_count_to_be_between", "kwargs": {"min_value": 1}}
    content = {
        "suite": "psa",
        "stage": "feed",
        "title": "Test",
        "version": "v1",
        "tables": {"batch": {"holds": "Rows", "key": key}},
        "rules": [{**plain, "owner": "a tester", **rule} for rule in (rows, *rules)],
    }
    return Suite.model_validate({**content, **changes})


def sql(text: str, **changes: Any) -> dict[str, Any]:
    return {"id": "psa.sql", "expectation": "unexpected_rows", "kwargs": {"sql": text}, **changes}


def run(*rules: dict[str, Any], table: Any = TABLE, **changes: Any) -> GateResult:
    return run_suite(suite(*rules, **changes), {"batch": table})


def not_null(column: str, **changes: Any) -> dict[str, Any]:
    kwargs = {"column": column}
    return {"id": "psa.present", "expectation": "column_values_to_not_be_null", "kwargs": kwargs, **changes}


def test_results_come_in_the_order_of_the_suite() -> None:
    result = run(sql("select 1 where false"), not_null("code"))
    assert [rule.rule_id for rule in result.rules] == ["psa.has_rows", "psa.sql", "psa.present"]
    assert result.passed
    assert {rule.observed for rule in result.rules} == {"holds"}


def test_empty_table_fails_although_other_rules_pass() -> None:
    result = run(not_null("number"), table=TABLE.slice(0, 0))
    assert not result.passed
    assert {rule.rule_id: rule.passed for rule in result.rules} == {
        "psa.has_rows": False,
        "psa.present": True,
    }


def test_failing_rows_are_few_and_restricted_values_masked() -> None:
    many = pa.table({"number": range(50), "response_id": [f"p{i}" for i in range(50)]})
    rule = run(sql("select number, response_id from rows where number >= 5"), table=many).errors[0]
    assert (rule.unexpected_count, len(rule.failing_rows)) == (45, 10)
    assert {row["response_id"] for row in rule.failing_rows} == {"[restricted]"}
    assert rule.observed == "45 rows break the rule"


def test_failing_rows_of_a_column_rule_carry_the_key_and_mask_the_value() -> None:
    wanted = {"column": "response_id", "value_set": ["p1"]}
    in_set = {"id": "psa.known", "expectation": "column_values_to_be_in_set", "kwargs": wanted}
    (rule,) = run(in_set).errors
    assert rule.unexpected_count == 3
    assert rule.failing_rows[0] == {"response_id": "[restricted]", "number": 2}


def test_restricted_text_is_masked_under_any_name() -> None:
    text = (
        "select left(code, 2) as start, length(code) as long, [code] as words, date '2026-01-02' as seen, "
        "'psa.csv' as file_name, true as odd, null as nothing from rows where number = 1"
    )
    (row,) = run(sql(text)).errors[0].failing_rows
    assert row == {
        "start": MASK, "long": 3, "words": MASK, "seen": "2026-01-02", "file_name": "psa.csv", "odd": True,
        "nothing": None,
    }  # fmt: skip
    assert [shown_value(name, "text", "published") for name in ("anything", "summary")] == ["text", MASK]


def test_rule_about_the_whole_table_words_what_it_saw() -> None:
    share = {"column": "share", "max_value": 0.01}
    rule = {"id": "psa.share", "expectation": "column_values_to_be_between", "kwargs": share}
    observed = "{bad:,} of {rows:,} rows ({share:.2%}) in quarantine"
    load = pa.table({"share": [101 / 2025], "bad": [101], "rows": [2025]})
    (found,) = run({**rule, "observed": observed}, table=load, key=("bad", "rows")).errors
    assert found.observed == "101 of 2,025 rows (4.99 %) in quarantine"
    assert found.unexpected_count is None
    assert found.failing_rows == ({"share": 101 / 2025, "bad": 101, "rows": 2025},)


MEASURED = {"measure": "select sum(number) from batch", "reading": "{measured:,.1f} in all"}


def test_a_measure_is_told_whether_the_rule_holds_or_not() -> None:
    holding, broken = run(
        sql("select 1 where false", **MEASURED),
        sql("select number from rows where number > 1", id="psa.other", **MEASURED),
    ).rules[1:]
    assert (holding.passed, holding.measured, holding.observed) == (True, 6.0, "6.0 in all")
    assert (broken.passed, broken.measured, broken.observed) == (False, 6.0, "2 rows break the rule")


def test_a_measure_of_nothing_is_no_number() -> None:
    for query in ("select max(number) from batch where false", "select 'nan'::double"):
        (rule,) = run(sql("select 1 where false", **MEASURED | {"measure": query})).rules[1:]
        assert (rule.measured, rule.observed) == (None, "holds; nothing to measure")


def test_a_measure_that_cannot_be_evaluated_is_an_error() -> None:
    with pytest.raises(SuiteNotRun, match=r"psa: a measure cannot be evaluated: .*no_such"):
        run(sql("select 1 where false", measure="select no_such from batch", reading="{measured}"))


def test_a_rule_without_a_measure_has_none() -> None:
    assert [rule.measured for rule in run(not_null("code")).rules] == [None, None]


def test_observed_names_the_first_row_and_counts_them_and_hides_what_is_hidden() -> None:
    text = "select code as profession, case when number > 2 then number end as n from rows order by number"
    observed = "{profession}: {n:,} learners (first of {count})"
    (rule,) = run(sql(text, observed=observed, hides_small=["n"])).errors
    assert rule.observed == "a:x: fewer than 10 learners (first of 4)"
    assert rule.unexpected_count is None


def test_a_blank_that_hides_nothing_is_unknown() -> None:
    observed = "{n:,.0f} of {total:.1%} (first of {count})"
    text = "select null::bigint as n, null::bigint as total"
    (rule,) = run(sql(text, observed=observed, hides_small=["total"])).errors
    assert rule.observed == "unknown of fewer than 10 (first of 1)"


def test_observed_that_asks_for_what_is_not_there_is_an_error() -> None:
    with pytest.raises(SuiteNotRun, match=r"psa\.sql: `observed` asks for .*nobody"):
        run(sql("select number from rows", observed="{nobody}"))


def test_each_select_is_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from duckdb_sqlalchemy import CursorWrapper

    statements: list[str] = []
    execute = CursorWrapper.execute

    def spy(self: Any, statement: Any, *arguments: Any, **more: Any) -> Any:
        statements.append(str(statement))
        return execute(self, statement, *arguments, **more)

    monkeypatch.setattr(CursorWrapper, "execute", spy)
    assert not run(sql("select number from rows where number = 2")).passed
    assert sum("number = 2" in statement for statement in statements) == 1


def test_warning_does_not_refuse() -> None:
    result = run(not_null("number", severity="warning"))
    assert result.passed
    assert [rule.rule_id for rule in result.warnings] == ["psa.present"]


def test_rule_that_cannot_be_evaluated_refuses_even_as_a_warning() -> None:
    result = run(not_null("absent", severity="warning"), not_null("code", id="psa.other"))
    assert not result.passed
    (rule,) = result.errors
    assert rule.rule_id == "psa.present"
    assert "could not be evaluated" in rule.observed


def test_colons_and_braces_in_sql_are_taken_as_written() -> None:
    text = "select code from rows where code = 'a:x' or code = '{batch}' or regexp_matches(code, '^z{2}$')"
    assert run(sql(text)).errors[0].unexpected_count == 1


def test_regular_expression_searches() -> None:
    kwargs = {"column": "code", "regex": "b|c|x$"}
    rule = {"id": "psa.format", "expectation": "column_values_to_match_regex", "kwargs": kwargs}
    assert run(rule).passed  # with DuckDB's `~`, a full match, 'a:x' would fail


def test_several_files_are_one_table(tmp_path: Path) -> None:
    paths = [tmp_path / "a.parquet", tmp_path / "it's.parquet"]
    for path in paths:
        pq.write_table(TABLE, path)
    twice = sql("select code as profession, count(*) as n from rows group by code having count(*) > 2")
    assert run(twice, table=paths).errors[0].failing_rows == ({"profession": "b", "n": 4},)


def test_missing_or_surplus_table_is_an_error() -> None:
    with pytest.raises(SuiteNotRun, match="batch"):
        run_suite(suite(), {})
    with pytest.raises(SuiteNotRun, match="other"):
        run_suite(suite(), {"batch": TABLE, "other": TABLE})


def test_dropped_rule_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import great_expectations as gx

    built = gx.ExpectationSuite

    def forgetful(name: str, expectations: list[Any]) -> Any:
        return built(name=name, expectations=expectations[:-1])

    monkeypatch.setattr(gx, "ExpectationSuite", forgetful)
    with pytest.raises(SuiteNotRun, match="kept 1 of 2"):
        run(not_null("code"))


def test_unknown_argument_is_an_error() -> None:
    with pytest.raises(ValueError, match="colunm"):
        run({**not_null("code"), "kwargs": {"colunm": "code"}})


def test_nothing_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    original = runner.open_source

    def spy(tables: Any) -> Any:
        opened.append(original(tables))
        return opened[-1]

    monkeypatch.setattr(runner, "open_source", spy)
    run()
    from expectations.duckdb_engine import _context

    assert opened
    assert not _context().data_sources.all()


def test_importing_the_rooms_does_not_import_great_expectations() -> None:
    modules = "expectations.runner, expectations.registry, orchestration.lib.gates.feed_gate"
    code = f"import sys, {modules}; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
