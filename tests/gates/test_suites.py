"""What a suite file may say, and that everything it may leave out or get wrong is an error."""

from datetime import date
from pathlib import Path
from typing import Any

import great_expectations as gx
import pytest
import yaml
from gate_cases import PUBLISHED_MODELS, published_schema
from pydantic import ValidationError

from expectations.catalogue import catalogue
from expectations.contract import FEEDS, contract
from expectations.registry import all_rules, all_suites, feed_suite, published_suite, published_tables
from expectations.suite import EXPECTATIONS, load_suite

ROOT = Path(__file__).resolve().parents[2]

RULE = {
    "id": "psa.has_rows",
    "expectation": "table_row_count_to_be_between",
    "kwargs": {"min_value": 1},
    "severity": "error",
    "bound": "at least one row",
    "why": "An empty file is no return.",
    "how_to_resolve": "Drop the right file.",
    "owner": "a tester",
}


def written(tmp_path: Path, text: str | None = None, **changes: Any) -> Path:
    content: dict[str, Any] = {
        "suite": "psa",
        "title": "Self-assessment",
        "tables": {"batch": {"holds": "Rows"}},
        "rules": [RULE],
    }
    path = tmp_path / "feeds" / "psa.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text or yaml.safe_dump({**content, **changes}))
    return path


def rule(**changes: Any) -> list[dict[str, Any]]:
    return [RULE, {**RULE, "id": "psa.another", **changes}]


def test_smallest_suite_loads(tmp_path: Path) -> None:
    assert load_suite(written(tmp_path)).rules[0].id == "psa.has_rows"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rules": []}, "at least 1 item"),
        ({"rules": rule(id="psa.has_rows")}, "occur twice"),
        ({"rules": [{**RULE, "id": "psa.another"}]}, r"needs the rule psa\.has_rows"),
        ({"rules": rule(id="concerns.another")}, "must begin with"),
        ({"rules": rule(expectation="column_values_to_be_nice")}, "unknown expectation"),
        ({"rules": rule(table="elsewhere")}, "no table 'elsewhere'"),
        ({"rules": rule(severity="fatal")}, "severity"),
        ({"rules": rule(note="a key nobody reads")}, "Extra inputs"),
        ({"rules": rule(why="")}, "why"),
        ({"rules": rule(loosened={"date": "2026-11-20", "was": "some bound"})}, "reason"),
        ({"rules": rule(loosened={"date": "2026-11-20", "reason": "one region is late"})}, "was"),
        ({"rules": rule(measure="select 1")}, "come together"),
        ({"rules": rule(observed="{rows} rows", hides_small=["people"])}, "does not tell: people"),
        ({"rules": rule(kwargs={"value_set": {"$codes": "wizards"}})}, "wizards"),
        ({"rules": rule(kwargs={"max_value": {"$contract": "no_such"}})}, "no_such"),
        ({"rules": rule(kwargs={"regex": {"$pattern": "comment"}})}, "says nothing about"),
        ({"rules": rule(kwargs={"value_set": {"$code": "wave"}})}, "cannot read the argument"),
        ({"rules": rule(expectation="unexpected_rows", kwargs={"query": "select 1"})}, "takes sql"),
        ({"extra": 1}, "Extra inputs"),
        ({"suite": "concerns"}, "describes"),
    ],
)
def test_faulty_suite_is_an_error(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    with pytest.raises((ValidationError, ValueError, AttributeError, KeyError), match=told):
        load_suite(written(tmp_path, **changes))


def test_key_given_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="given twice: title"):
        load_suite(written(tmp_path, text="suite: psa\ntitle: a\ntitle: b\n"))


def test_loosened_bound_carries_date_and_reason(tmp_path: Path) -> None:
    loosened = {"date": "2026-11-20", "reason": "one region reports late this year", "was": "no late region"}
    assert load_suite(written(tmp_path, rules=rule(loosened=loosened))).rules[1].loosened.date == date(
        2026, 11, 20
    )


def test_version_follows_the_file_and_what_it_refers_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, references=["psa_question"])
    before = load_suite(path).version
    assert load_suite(path).version == before
    path.write_text(path.read_text().replace("at least one row", "at least one  row"))
    assert (changed := load_suite(path).version) != before
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "psa_question.csv").write_text("question_code\nanother\n")
    monkeypatch.setattr("expectations.reference.SEEDS", seeds)
    assert load_suite(path).version != changed


def test_every_feed_and_every_published_model_has_a_suite() -> None:
    assert [suite.suite for suite in all_suites() if suite.stage == "feed"] == list(FEEDS)
    models = {path.stem.removeprefix("pub_") for path in PUBLISHED_MODELS.glob("pub_*.sql")}
    assert set(published_tables()) == models


def test_rule_ids_are_unique_over_all_suites() -> None:
    ids = [rule.id for _, rule in all_rules()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("feed", FEEDS)
def test_suite_guards_what_the_contract_demands(feed: str) -> None:
    guarded = {(rule.expectation, rule.kwargs.get("column")) for rule in feed_suite(feed).rules}
    for column in contract(feed).columns:
        if column.required and not column.nullable:
            assert ("column_values_to_not_be_null", column.name) in guarded
        if column.codes and not column.multi:
            assert ("column_values_to_be_in_set", column.name) in guarded
        if column.pattern:
            assert ("column_values_to_match_regex", column.name) in guarded


# Column of a published table -> the table in which each of its values must occur.
_POINTS_TO = {
    "provider_key": "dim_provider",
    "wave_code": "dim_wave",
    "wave": "dim_wave",
    "profession_code": "dim_profession",
    "domain_code": "dim_eqf_domain",
    "primary_domain_code": "dim_eqf_domain",
    "indicator_code": "dim_indicator",
    "learner_indicator_code": "dim_indicator",
    "concern_id": "fct_concern",
    "month_end": "dim_date",
    "raised_on": "dim_date",
    "closed_on": "dim_date",
    "occurred_on": "dim_date",
    "open_isf_category": "dim_isf_category",
    "highest_isf_category": "dim_isf_category",
}


@pytest.mark.parametrize("table", [name for name in published_tables() if not name.startswith("dim_")])
def test_every_key_of_a_fact_points_into_its_dimension(table: str) -> None:
    ids = {rule.id for rule in published_suite(table).rules}
    columns = [name for name, _ in published_schema(table) if name in _POINTS_TO]
    unguarded = [
        column
        for column in columns
        if _POINTS_TO[column] != table
        and not ids
        & {f"{table}.{column}_in_{_POINTS_TO[column]}", f"{table}.{column.removesuffix('_code')}_known"}
    ]
    assert unguarded == []


def test_every_expectation_name_exists_in_great_expectations() -> None:
    assert [name for name in EXPECTATIONS.values() if not hasattr(gx.expectations, name)] == []


def test_every_expectation_name_is_used() -> None:
    assert set(EXPECTATIONS) == {rule.expectation for _, rule in all_rules()}


def test_page_of_gates_is_up_to_date() -> None:
    written_page = (ROOT / "docs" / "gates.md").read_text(encoding="utf-8")
    assert written_page == catalogue(), "run: python -m expectations.catalogue > docs/gates.md"
