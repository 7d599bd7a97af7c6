"""What may leave the restricted zone: the published models, read as they are written.

Nothing is run here. That the macros hide what they should is tested by the unit tests beside the models.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.contract import FEEDS, contract
from expectations.reference import seed
from expectations.registry import published_tables

MODELS = Path(__file__).resolve().parents[2] / "dbt_project" / "models"
PUBLISHED = MODELS / "published"
# What decides a column of status codes in SQL.
_STATUS_CASE = r"case((?:(?!\bend\b).)*)end as \w*status_code"
# Reference tables, and the parameters among them as one row: nothing in them is about anybody.
GOVERNED = {path.stem for path in (MODELS.parent / "seeds").glob("*.csv")} | {"int_scoring_parameter"}
HELPERS = {
    "int_risk_disclosure",
    "int_learner_disclosure",
    "int_assurance_disclosure",
    "int_backtest_disclosure",
    "int_roll_up_disclosure",
}


def _load() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(PUBLISHED.glob("pub_*.yml")):
        (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        found[model["config"]["alias"]] = model
    return found


DECLARED = _load()
TABLES = sorted(DECLARED)


def sql_of(table: str) -> str:
    return (PUBLISHED / f"pub_{table}.sql").read_text(encoding="utf-8")


def references_of(table: str) -> set[str]:
    return set(re.findall(r"ref\('(\w+)'\)", sql_of(table)))


def is_derived(table: str) -> bool:
    """Made of published figures alone, which are empty where hidden: it needs no protection of its own."""
    return all(name.startswith("pub_") for name in references_of(table) - GOVERNED)


def columns_of(table: str) -> list[str]:
    return [column["name"] for column in DECLARED[table]["columns"]]


def test_every_published_model_has_its_yaml_and_its_suite() -> None:
    written = {path.stem.removeprefix("pub_") for path in PUBLISHED.glob("pub_*.sql")}
    assert written == set(DECLARED)
    assert set(published_tables()) == set(DECLARED)
    assert {path.stem for path in PUBLISHED.glob("*.sql") if not path.stem.startswith("pub_")} == HELPERS


@pytest.mark.parametrize("table", TABLES)
def test_no_restricted_column_is_published(table: str) -> None:
    restricted = {column.name for feed in FEEDS for column in contract(feed).columns if column.restricted}
    assert {"response_id", "department", "specialty", "other_groups_affected", "ethnicity"} <= restricted
    assert restricted & set(columns_of(table)) == set()
    # An alias would hide a column from the check above, so the SQL must not even name one.
    words = set(re.findall(r"[a-z_]+", re.sub(r"--.*", "", sql_of(table))))
    assert restricted & words == set()


@pytest.mark.parametrize("table", TABLES)
def test_free_text_site_and_single_answers_stay_inside(table: str) -> None:
    inside = {"recipient", "condition_code", "signed_off_by_role", "offending_value", "option_code"}
    assert inside & set(columns_of(table)) == set()
    if table.startswith(("fct_concern", "brg_concern")):
        assert "site_code" not in columns_of(table)


@pytest.mark.parametrize("table", TABLES)
def test_a_published_model_reads_marts_and_reports_only(table: str) -> None:
    allowed = {path.stem for folder in ("marts", "reports") for path in (MODELS / folder).rglob("*.sql")}
    read = references_of(table)
    assert read
    # Another published table is as safe to read as to release.
    published = {f"pub_{other}" for other in TABLES}
    assert read - allowed - HELPERS - GOVERNED - published - {"ops_load_audit"} == set()
    assert "fct_survey_answer" not in read
    assert "source(" not in sql_of(table)


@pytest.mark.parametrize("table", TABLES)
def test_a_released_table_declares_what_readers_need(table: str) -> None:
    model = DECLARED[table]
    meta = model["config"]["meta"]
    assert model["name"] == f"pub_{table}"
    assert model["config"]["contract"] == {"enforced": True}
    assert meta["grain"].startswith("one ")
    assert set(meta["primary_key"]) <= set(columns_of(table))
    assert all(column["description"] and column["data_type"] for column in model["columns"])
    for key in meta.get("foreign_keys", []):
        assert set(key["columns"]) <= set(columns_of(table))
        assert key["referenced_columns"] == DECLARED[key["references"]]["config"]["meta"]["primary_key"]


@pytest.mark.parametrize("table", TABLES)
def test_counts_of_people_stand_beside_a_status(table: str) -> None:
    # What is made of published tables alone holds no figure that they do not show: it has no hidden cells.
    if is_derived(table):
        return
    if {"respondents", "learners", "smallest_base"} & set(columns_of(table)):
        status = next(column for column in DECLARED[table]["columns"] if column["name"] == "status_code")
        assert any("relationships" in test for test in status["data_tests"] if isinstance(test, dict))
        assert re.search(r"suppress\(|unless\(|shown_survey_figures\(", sql_of(table))


@pytest.mark.parametrize("table", TABLES)
def test_survey_figures_are_shown_by_the_verdict_on_their_cell(table: str) -> None:
    if table.startswith("fct_survey") or table == "rpt_national_indicator":
        assert "join_survey_verdict(" in sql_of(table)
        assert "suppress(" not in sql_of(table)


def test_reports_made_of_published_figures_read_nothing_else() -> None:
    assert is_derived("rpt_equality_gap")
    assert is_derived("rpt_education_provider")
    assert not is_derived("rpt_triangulation")


def test_triangulation_takes_every_shared_figure_from_the_published_risk_cell() -> None:
    """A figure that both tables hold cannot be hidden in only one: there is one place that hides it."""
    prompt = {
        "is_escalation_prompt",
        "escalation_reason",
        "is_assurance_gap",
        "is_persistent",
        "is_deescalation_prompt",
    }
    shared = set(columns_of("rpt_triangulation")) & set(columns_of("fct_domain_risk"))
    assert set(columns_of("rpt_triangulation")) == shared | prompt | {"provider_name"}
    sql = sql_of("rpt_triangulation")
    assert "ref('pub_fct_domain_risk') }} as cell" in sql
    assert set(re.findall(r"prompt\.(\w+)", sql)) == prompt | {"provider_name"}
    assert set(re.findall(r"unless\('[^']*', '(\w+)'\)", sql)) == prompt


DATED_BY_EVENTS = (
    "fct_concern",
    "fct_concern_event",
    "fct_concern_span",
    "fct_concern_obligation",
    "fct_concern_sharing",
    "fct_concern_register",
    "rpt_concern_prompt",
    "rpt_concern_history_fault",
)


@pytest.mark.parametrize("table", DATED_BY_EVENTS)
def test_every_date_of_a_concern_goes_through_the_month(table: str) -> None:
    dated = [c["name"] for c in DECLARED[table]["columns"] if c["data_type"] in ("date", "timestamp")]
    assert dated
    for column in dated:
        assert f"{{{{ month_of('{column}') }}}} as {column}" in sql_of(table)
    assert not {"days_open", "recorded_after_days"} & set(columns_of(table))


def test_the_codes_of_a_status_and_the_threshold_are_governed() -> None:
    codes = {row["status_code"] for row in seed("cell_status")}
    assert codes == {
        "shown",
        "suppressed",
        "no_respondents",
        "not_asked",
        "not_applicable",
        "no_data",
        "comparability_break",
    }
    chosen = [one for table in TABLES for one in re.findall(_STATUS_CASE, sql_of(table), re.DOTALL)]
    used = {code for one in chosen for code in re.findall(r"then '(\w+)'", one)}
    assert {"suppressed", "no_data", "not_asked"} <= used
    assert used <= codes
    governed = {row["parameter"]: row["value"] for row in seed("disclosure_parameter")}
    assert governed["disclosure_threshold"] == "10"
