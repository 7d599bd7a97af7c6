"""What is alerted, and that nothing of a file's content ever is."""

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.alerts.conditions import (
    FailedStep,
    feed_overdue,
    overdue_requirements,
    refusals,
    run_failed,
)
from orchestration.lib.gates.feed_gate import check_feed
from orchestration.lib.home import Home
from orchestration.lib.landing.ledger import set_aside
from tests.gates.gate_home import BAD, GOOD, DropBox

_SECRET = "ZQX-PERSON-77"


def _refuse(home: Home, name: str, text: str) -> None:
    DropBox(home).drop(name, text)
    check_feed(home, "education_providers")


def test_nothing_is_told_of_a_home_in_which_all_is_well(home: Home) -> None:
    assert refusals(home) == []
    assert overdue_requirements(home) == []
    _refuse(home, "good.csv", GOOD)
    assert refusals(home) == []


def test_a_refused_file_is_told_with_rule_and_remedy_until_it_is_resolved(home: Home) -> None:
    _refuse(home, "bad.csv", BAD)
    (told,) = refusals(home)
    assert told.kind == "gate_refused"
    assert "education_providers/bad.csv: education_providers.name_length (1 rows)" in told.what
    assert str(home.root) in told.where
    assert 'eqw set-aside education_providers/bad.csv --reason "…"' in told.what_to_do
    assert refusals(home)[0].alert_id == told.alert_id
    set_aside(home, "bad.csv", "wrong file", "somebody")
    assert refusals(home) == []


def test_another_refusal_of_the_same_name_is_another_incident(home: Home) -> None:
    box = DropBox(home)
    seen = set()
    for text in (BAD, BAD.replace("Easting", "Westing")):
        box.drop("bad.csv", text)
        check_feed(home, "education_providers")
        seen |= {told.alert_id for told in refusals(home)}
    assert len(seen) == 2


def test_quarantine_over_tolerance_is_told_with_counts(home: Home) -> None:
    rows = "".join(f"{_SECRET}{n},University of Place {n}\n" for n in range(1, 6))
    _refuse(home, "many.csv", f"ukprn,name\n{rows}10000001,University of Northwold\n10000002,\n")
    (told,) = [one for one in refusals(home) if one.kind == "quarantine_over_tolerance"]
    assert "6 of 7 rows of education_providers/many.csv cannot be used" in told.what
    assert told.what_to_do.startswith("eqw quarantine list --file education_providers/many.csv")


def test_no_content_of_a_file_is_in_an_alert(home: Home) -> None:
    """Every cell, every heading that is no column of ours, and every name in a refused file stays in it."""
    _refuse(home, "cells.csv", f"ukprn,name\n10000001,{_SECRET[0]}\n{_SECRET},University of {_SECRET}\n")
    _refuse(home, "headings.csv", f"ukprn,{_SECRET}\n10000001,{_SECRET}\n")
    _refuse(home, "text.csv", f"{_SECRET} told me on the ward\n")
    told = refusals(home)
    assert {one.where.split("file ")[1].split(",")[0] for one in told} == {
        f"education_providers/{name}.csv" for name in ("cells", "headings", "text")
    }
    assert _SECRET.lower() not in "".join(one.model_dump_json() for one in told).lower()


def test_a_name_that_would_mislead_is_shown_as_what_it_is(home: Home) -> None:
    _refuse(home, "two words;.csv", BAD)
    (told,) = refusals(home)
    assert "eqw set-aside 'education_providers/two words;.csv'" in told.what_to_do


def test_overdue_requirements_are_told_as_the_release_tells_them(home: Home) -> None:
    release = home.releases / "v2026.11.1"
    (release / "parquet").mkdir(parents=True)
    (release / "SHA256SUMS").touch()
    (home.releases / "current").symlink_to(release.name)

    def publish(*events: str) -> None:
        rows = ", ".join(f"('C-{event}', '{event}', 'overdue')" for event in events)
        duckdb.sql(
            f"copy (from (values {rows}, ('C-9', 'E9', 'met')) as t (concern_id, event_id, status_code))"
            f" to '{release / 'parquet' / 'fct_concern_obligation.parquet'}' (format parquet)"
        )

    publish("E1", "E2")
    (told,) = overdue_requirements(home)
    assert told.what == "2 immediate requirements are recorded as overdue, in 2 concerns."
    assert "concerns C-E1, C-E2" in told.where
    assert "Ask: was what was required done" in told.what_to_do
    assert overdue_requirements(home)[0].alert_id == told.alert_id
    publish(*(f"E{n}" for n in range(10, 40)))
    (later,) = overdue_requirements(home)
    assert later.alert_id != told.alert_id
    assert later.where.endswith(" and 10 more")


@pytest.mark.parametrize("pages", [None, "https://eqw.example.org/"])
def test_a_failed_run_is_told_by_class_not_by_message(home: Home, pages: str | None) -> None:
    steps = [FailedStep("warehouse_models", "DagsterDbtCliRuntimeError")]
    told = run_failed(home, "run-1", steps, pages)
    assert "warehouse_models (DagsterDbtCliRuntimeError)" in told.what
    assert ("https://eqw.example.org/runs/run-1" in told.what_to_do) == (pages is not None)
    assert "its process died" in run_failed(home, "run-1", [], pages).what


def test_each_lapse_of_a_feed_is_an_incident_of_its_own(home: Home) -> None:
    first, again, later = (
        feed_overdue(home, "landing/concerns", last, None)
        for last in ("2026-11-01 06:00 UTC", "2026-11-01 06:00 UTC", "2026-11-09 06:00 UTC")
    )
    assert first.alert_id == again.alert_id != later.alert_id
    assert json.loads(first.model_dump_json())["what"] == (
        "landing/concerns is overdue: last made 2026-11-01 06:00 UTC."
    )


def test_the_place_of_an_alert_is_the_home(home: Home, tmp_path: Path) -> None:
    assert run_failed(home, "run-1", [], None).where.endswith(f"{tmp_path}/home, run run-1")
