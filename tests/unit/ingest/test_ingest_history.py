"""Faults of a concern's history: judged by the day, over all files, and healed by events that come late."""

from typing import Any

import pytest

from orchestration.lib.ingest.manifest import LoadManifest, read_manifests
from tests.unit.ingest.bench import CONCERN, EVENT, Bench


def event(event_id: str, day: str, event_type: str, **more: Any) -> dict[str, str]:
    return EVENT | {"event_id": event_id, "occurred_on": day, "event_type": event_type} | more


def change(event_id: str, day: str, before: str, after: str) -> dict[str, str]:
    return event(event_id, day, "categorised", from_category=before, to_category=after)


def with_concern(bench: Bench, **more: str) -> Bench:
    bench.accept(bench.load("concerns", "concerns.csv", [CONCERN | more]))
    return bench


def again(bench: Bench, name: str) -> LoadManifest:
    """Run once more with nothing new in landing."""
    return bench.load("concern_events", name, (bench.home.landing / "concern_events" / name).read_bytes())


def test_a_whole_history_passes_in_any_order(known: Bench) -> None:
    rows = [
        event("E7", "2024-08-01", "progress"),
        event("E6", "2024-07-01", "reopened"),
        event("E5", "2024-06-01", "closed"),
        event("E5c", "2024-06-15", "condition_met", condition_code="uptake"),
        change("E4", "2024-05-01", "3", "1"),
        event("E3", "2024-04-01", "shared", recipient="Regulator"),
        change("E2", "2024-03-01", "2", "3"),
        event("E1", "2024-01-10", "raised"),
    ]
    manifest = with_concern(known).load("concern_events", "e.csv", rows)
    assert known.rules(manifest) == []


def test_an_event_after_a_closure_waits_for_the_reopening(known: Bench) -> None:
    with_concern(known)
    first = known.load(
        "concern_events",
        "a.csv",
        [event("E1", "2024-06-01", "closed"), event("E2", "2024-08-01", "progress")],
    )
    assert known.rules(first) == [(3, "event_after_close")]
    assert first.rows_waiting == 1
    known.load("concern_events", "b.csv", [event("E3", "2024-07-01", "reopened")])
    healed = known.load(
        "concern_events", "a.csv", (known.home.landing / "concern_events" / "a.csv").read_bytes()
    )
    assert known.rules(healed) == []
    assert healed.rows_accepted == 2


def test_events_of_one_day_may_be_in_any_order(known: Bench) -> None:
    rows = [
        event("E1", "2024-06-01", "closed"),
        event("E2", "2024-06-01", "progress"),
        change("E3", "2024-05-01", "1", "3"),
        change("E4", "2024-05-01", "2", "1"),
    ]
    assert known.rules(with_concern(known).load("concern_events", "e.csv", rows)) == []


def test_the_missing_change_of_category_may_come_late_in_another_file(known: Bench) -> None:
    with_concern(known)
    first = known.load(
        "concern_events",
        "a.csv",
        [change("E1", "2024-03-01", "2", "3"), change("E3", "2024-05-01", "1", "2")],
    )
    assert known.rules(first) == [(3, "category_jump")]
    second = known.load("concern_events", "b.csv", [change("E2", "2024-04-01", "3", "1")])
    assert known.rules(second) == []
    assert known.rules(again(known, "a.csv")) == []


def test_the_result_does_not_depend_on_the_order_of_arrival(known: Bench) -> None:
    with_concern(known)
    late = known.load("concern_events", "b.csv", [change("E2", "2024-04-01", "3", "1")])
    assert known.rules(late) == [(2, "category_jump")]
    other = known.load(
        "concern_events",
        "a.csv",
        [change("E1", "2024-03-01", "2", "3"), change("E3", "2024-05-01", "1", "2")],
    )
    assert known.rules(other) == []
    again = known.load(
        "concern_events", "b.csv", (known.home.landing / "concern_events" / "b.csv").read_bytes()
    )
    assert known.rules(again) == []


def test_new_files_of_one_run_know_each_other(known: Bench) -> None:
    with_concern(known)
    told = [event("E1", "2024-06-01", "closed"), event("E2", "2024-08-01", "progress")]
    known.drop("concern_events", "a.csv", told)
    known.load("concern_events", "b.csv", [event("E3", "2024-07-01", "reopened")])
    assert [m.rows_accepted for m in read_manifests(known.home, "concern_events")] in ([1, 2], [2, 1])


@pytest.mark.parametrize("apart", [False, True])
def test_an_event_that_a_spreadsheet_spoilt_makes_no_history(known: Bench, apart: bool) -> None:
    with_concern(known)
    told = [
        event("E1", "2024-06-01", "closed"),
        event("E2", "2024-07-01", "reopened", recipient="#N/A"),
        event("E3", "2024-08-01", "progress"),
    ]
    if apart:
        known.load("concern_events", "b.csv", told[1:2])
        manifest = known.load("concern_events", "a.csv", [told[0], told[2]])
        assert known.rules(manifest) == [(3, "event_after_close")]
    else:
        manifest = known.load("concern_events", "a.csv", told)
        assert known.rules(manifest) == [(3, "formula_error"), (4, "event_after_close")]


def test_a_closure_that_comes_late_is_heeded(known: Bench) -> None:
    with_concern(known)
    first = known.load("concern_events", "a.csv", [event("E2", "2024-08-01", "progress")])
    assert known.rules(first) == []
    known.load("concern_events", "b.csv", [event("E1", "2024-06-01", "closed")])
    assert known.rules(again(known, "a.csv")) == [(2, "event_after_close")]


def test_the_newest_version_of_an_event_counts(known: Bench) -> None:
    with_concern(known)
    known.load("concern_events", "a.csv", [change("E1", "2024-03-01", "2", "3")])
    known.load("concern_events", "b.csv", [change("E1", "2024-03-01", "2", "1")])
    follows = known.load("concern_events", "c.csv", [change("E2", "2024-04-01", "1", "2")])
    assert known.rules(follows) == []
    contradicts = known.load("concern_events", "d.csv", [change("E3", "2024-03-20", "3", "1")])
    assert known.rules(contradicts) == [(2, "category_jump")]


def test_a_closure_before_the_concern_was_raised_closes_nothing(known: Bench) -> None:
    rows = [event("E1", "2024-01-01", "closed"), event("E2", "2024-02-01", "progress")]
    manifest = with_concern(known).load("concern_events", "e.csv", rows)
    assert known.rules(manifest) == [(2, "closed_before_raised")]


def test_the_first_change_starts_from_the_recorded_category(known: Bench) -> None:
    manifest = with_concern(known).load("concern_events", "e.csv", [change("E1", "2024-03-01", "1", "3")])
    assert known.rules(manifest) == [(2, "category_jump")]


def test_leaving_category_4_needs_the_suspension(known: Bench) -> None:
    rows = [change("E1", "2024-03-01", "2", "3"), change("E2", "2024-04-01", "4", "3")]
    manifest = with_concern(known).load("concern_events", "e.csv", rows)
    assert known.rules(manifest) == [(3, "suspension_without_event")]


def test_a_concern_recorded_as_suspended_without_event_warns(known: Bench) -> None:
    manifest = with_concern(known, isf_category="4").load(
        "concern_events", "e.csv", [change("E1", "2024-03-01", "4", "3")]
    )
    assert known.rules(manifest) == []
    assert [w.rule_id for w in manifest.warnings] == ["suspended_without_event"]


def test_a_category_noted_on_another_event_suspends_nothing(known: Bench) -> None:
    noted = event("E1", "2024-03-01", "progress", to_category="4")
    manifest = with_concern(known, isf_category="4").load("concern_events", "e.csv", [noted])
    assert [w.rule_id for w in manifest.warnings] == ["suspended_without_event"]


@pytest.mark.parametrize("kind", ["raised", "categorised", "reopened"])
def test_the_warning_goes_when_the_event_comes_in_another_file(known: Bench, kind: str) -> None:
    first = with_concern(known, isf_category="4").load("concern_events", "a.csv", [EVENT])
    assert [w.rule_id for w in first.warnings] == ["suspended_without_event"]
    known.load("concern_events", "b.csv", [event("E2", "2024-01-20", kind, to_category="4")])
    assert again(known, "a.csv").warnings == ()


def test_events_wait_for_their_concern_and_load_by_themselves(known: Bench) -> None:
    waiting = known.load("concern_events", "e.csv", [EVENT])
    assert (waiting.rows_accepted, waiting.rows_waiting) == (0, 1)
    with_concern(known)
    healed = known.load("concern_events", "e.csv", [EVENT])
    assert (healed.rows_accepted, healed.rows_waiting) == (1, 0)
    assert healed.load_id == waiting.load_id
