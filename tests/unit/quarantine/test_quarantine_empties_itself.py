"""Rows that wait load by themselves when what they wait for arrives, and wait again when it is taken away.

Through landing, ingest, gate and promotion; nothing is dropped again and nobody says anything.
"""

from collections.abc import Mapping

import duckdb
import pyarrow.parquet as pq
import pytest

from expectations.contract import FEEDS, contract
from orchestration.lib.gates.standing import LoadStanding, require_no_refusal
from orchestration.lib.ingest.rules import RULES
from orchestration.lib.landing.ledger import set_aside
from orchestration.lib.overview import overview
from orchestration.lib.quarantine.waiting import AWAITED, AWAITED_EVENT
from tests.unit.ingest.bench import CONCERN, EVENT, NETS, questions_2024
from tests.unit.quarantine.line import Line

# One good row per feed that refers to a provider; the rows of `rows_of` name the providers given.
GOOD: dict[str, Mapping[str, str]] = {
    "provider_attributes": {"provider_code": "", "provider_type": "acute", "valid_from": "2020-04-01"},
    "learner_numbers": {"wave": "2024", "provider_code": "", "profession": "nursing", "learners": "10"},
    "nets_responses": NETS | questions_2024() | {"supervision": "good", "overall_experience": "good"},
    "nets_aggregates": {
        "wave": "2024", "provider_code": "", "profession": "nursing", "indicator_code": "supervision",
        "respondents": "20", "favourable": "15",
    },
    "psa": {
        "cycle": "2024", "provider_code": "", "question_code": "guardian_in_post", "answer": "met",
        "version": "1", "submitted_at": "2024-11-01T10:00:00Z", "signed_off_by_role": "Chief executive",
    },
    "concerns": CONCERN,
}  # fmt: skip


def rows_of(feed: str, *codes: str) -> list[dict[str, str]]:
    rows = [{**GOOD[feed], "provider_code": code} for code in codes]
    for number, row in enumerate(rows, start=1):
        row.update({key: f"{row[key]}{number}" for key in ("response_id", "concern_id") if key in row})
    return rows


def counts(load: LoadStanding) -> tuple[str, int, int]:
    """Status, rows accepted and rows waiting."""
    assert load.manifest is not None
    return load.status, load.manifest.rows_accepted, load.manifest.rows_waiting


def promoted(line: Line, load: LoadStanding) -> int:
    """Rows that dbt would read of a load."""
    return int(pq.read_metadata(line.home.accepted / load.feed / f"{load.load_id}.parquet").num_rows)


def waits(line: Line) -> list[str]:
    return [found.text for found in overview(line.home).waiting]


def test_every_rule_that_waits_says_for_what() -> None:
    assert AWAITED.keys() | AWAITED_EVENT.keys() == {rule.rule_id for rule in RULES.values() if rule.waits}


def test_every_feed_that_refers_to_a_provider_is_tried() -> None:
    referring = {feed for feed in FEEDS if any(c.reference == "provider" for c in contract(feed).columns)}
    assert referring == GOOD.keys()


@pytest.mark.parametrize("feed", GOOD)
def test_rows_wait_for_their_provider_and_load_when_a_later_register_holds_it(line: Line, feed: str) -> None:
    line.register("ods_etr_2023.csv", "ZA1")
    line.drop(feed, "some.csv", rows_of(feed, "ZA1", "ZB1", "ZC1"))
    assert counts(line.run()["some.csv"]) == ("accepted", 1, 2)
    assert waits(line) == [
        f"2 rows of {feed}/some.csv wait for providers ZB1, ZC1: land a register that holds them"
    ]
    line.register("ods_etr_2024.csv", "ZA1", "ZB1")
    some = line.run()["some.csv"]
    assert (counts(some), promoted(line, some)) == (("accepted", 2, 1), 2)
    assert waits(line) == [f"1 row of {feed}/some.csv waits for provider ZC1: land a register that holds it"]
    line.register("ods_etr_2025.csv", "ZC1")
    some = line.run()["some.csv"]
    assert (counts(some), promoted(line, some), waits(line)) == (("accepted", 3, 0), 3, [])


@pytest.mark.parametrize("feed", GOOD)
def test_a_file_whose_rows_all_wait_passes_empty_and_loads_later(line: Line, feed: str) -> None:
    line.drop(feed, "early.csv", rows_of(feed, "ZB1", "ZC1"))
    early = line.run()["early.csv"]
    assert (counts(early), promoted(line, early)) == (("accepted", 0, 2), 0)
    require_no_refusal(line.home)
    warned = [rule.rule_id for rule in early.receipt.warnings] if early.receipt else []
    assert f"{feed}.waiting_share" in warned
    line.register("ods_etr_2024.csv", "ZB1", "ZC1")
    early = line.run()["early.csv"]
    assert (counts(early), promoted(line, early)) == (("accepted", 2, 0), 2)


@pytest.mark.parametrize("feed", GOOD)
def test_a_file_with_no_row_and_nothing_that_waits_is_refused(line: Line, feed: str) -> None:
    line.register("ods_etr_2024.csv", "ZA1")
    blank_key = {contract(feed).key[0]: ""}
    line.drop(feed, "faulty.csv", [row | blank_key for row in rows_of(feed, "ZA1", "ZA1")])
    faulty = line.run()["faulty.csv"]
    assert counts(faulty) == ("refused", 0, 0)
    assert f"{feed}.has_rows" in faulty.rule_ids


def test_rows_with_a_fault_of_their_own_count_however_many_wait(line: Line) -> None:
    line.register("ods_etr_2024.csv", "ZA1")
    rows = rows_of("learner_numbers", "ZB1", "ZC1", "ZD1", "ZE1")
    line.drop("learner_numbers", "n.csv", [*rows[:3], rows[3] | {"learners": "many"}])
    found = line.run()["n.csv"]
    # The row that has both faults does not wait: the register alone would not let it in.
    assert counts(found) == ("refused", 0, 3)
    assert found.rule_ids == ("learner_numbers.quarantined_share",)


def test_what_is_told_of_a_row_with_two_faults_does_not_depend_on_the_order(line: Line) -> None:
    line.drop(
        "learner_numbers", "n.csv", [row | {"learners": "many"} for row in rows_of("learner_numbers", "ZA1")]
    )
    line.run()
    line.register("ods_etr_2024.csv", "ZA1")
    load = line.run()["n.csv"]
    path = line.home.loads / "learner_numbers" / load.load_id / "quarantine.parquet"
    assert duckdb.sql(f"select rule_id from '{path}'").fetchall() == [("not_an_integer",)]


def test_an_education_provider_arrives_later(line: Line) -> None:
    line.register("ods_etr_2024.csv", "ZA1")
    line.drop("nets_responses", "n.csv", [
        {**row, "education_provider_ukprn": ukprn}
        for row, ukprn in zip(rows_of("nets_responses", "ZA1", "ZA1"), ("10000001", ""), strict=True)
    ])  # fmt: skip
    assert counts(line.run()["n.csv"]) == ("accepted", 1, 1)
    assert waits(line) == [
        "1 row of nets_responses/n.csv waits for education provider 10000001: "
        "land a register of education providers that holds it"
    ]
    line.drop("education_providers", "u.csv", [{"ukprn": "10000001", "name": "University of Northwold"}])
    assert counts(line.run()["n.csv"]) == ("accepted", 2, 0)


def test_a_row_that_waits_for_two_things_loads_when_both_are_there(line: Line) -> None:
    (row,) = rows_of("nets_responses", "ZA1")
    line.drop("nets_responses", "n.csv", [row | {"education_provider_ukprn": "10000001"}])
    assert counts(line.run()["n.csv"]) == ("accepted", 0, 1)
    assert len(waits(line)) == 2
    line.register("ods_etr_2024.csv", "ZA1")
    assert counts(line.run()["n.csv"]) == ("accepted", 0, 1)
    line.drop("education_providers", "u.csv", [{"ukprn": "10000001", "name": "University of Northwold"}])
    assert counts(line.run()["n.csv"]) == ("accepted", 1, 0)


def test_a_provider_and_then_its_concern_and_then_the_event_load_in_one_run(line: Line) -> None:
    line.drop("concern_events", "e.csv", [EVENT])
    assert counts(line.run()["e.csv"]) == ("accepted", 0, 1)
    assert waits(line) == ["1 row of concern_events/e.csv waits for concern C1: land it"]
    line.drop("concerns", "c.csv", [CONCERN])
    found = line.run()
    assert (counts(found["c.csv"]), counts(found["e.csv"])) == (("accepted", 0, 1), ("accepted", 0, 1))
    line.register("ods_etr_2024.csv", "ZA1")
    found = line.run()
    assert (counts(found["c.csv"]), counts(found["e.csv"])) == (("accepted", 1, 0), ("accepted", 1, 0))
    assert waits(line) == []


def event(event_id: str, day: str, event_type: str, before: str = "", after: str = "") -> dict[str, str]:
    moved = {"from_category": before, "to_category": after, "recorded_at": f"{day}T10:00:00Z"}
    return EVENT | moved | {"event_id": event_id, "occurred_on": day, "event_type": event_type}


@pytest.mark.parametrize(
    ("rule_id", "given", "missing", "told"),
    [
        ("category_jump", [event("E1", "2024-02-01", "categorised", "2", "1"),
                           event("E3", "2024-05-01", "categorised", "3", "2")],
         event("E2", "2024-03-01", "categorised", "1", "3"), "the 'categorised' event before theirs"),
        ("suspension_without_event", [event("E1", "2024-02-01", "progress"),
                                      event("E3", "2024-05-01", "categorised", "4", "2")],
         event("E2", "2024-03-01", "categorised", "2", "4"), "the event that suspended training"),
        ("event_after_close", [event("E1", "2024-02-01", "closed"), event("E3", "2024-05-01", "progress")],
         event("E2", "2024-03-01", "reopened"), "the 'reopened' event"),
    ],
)  # fmt: skip
def test_an_event_waits_for_the_one_before_it(
    line: Line, rule_id: str, given: list[dict[str, str]], missing: dict[str, str], told: str
) -> None:
    line.register("ods_etr_2024.csv", "ZA1")
    line.drop("concerns", "c.csv", [CONCERN])
    line.drop("concern_events", "e.csv", given)
    assert counts(line.run()["e.csv"]) == ("accepted", 1, 1)
    (found,) = overview(line.home).waiting
    assert (found.rule_id, found.first_row) == (rule_id, 3)
    assert found.text == f"1 row of concern_events/e.csv waits for {told} (first: row 3): land it"
    line.drop("concern_events", "late.csv", [missing])
    after = line.run()
    assert (counts(after["e.csv"]), counts(after["late.csv"])) == (("accepted", 2, 0), ("accepted", 1, 0))


def test_rows_wait_again_when_the_register_that_held_their_provider_is_set_aside(line: Line) -> None:
    line.register("ods_etr_2023.csv", "ZA1")
    line.register("ods_etr_2024.csv", "ZA1", "ZB1")
    for feed in GOOD:
        line.drop(feed, f"{feed}.csv", rows_of(feed, "ZA1", "ZB1"))
    line.drop("concern_events", "e.csv", [EVENT | {"concern_id": "C12"}])
    before = line.run()
    assert {counts(before[f"{feed}.csv"]) for feed in GOOD} == {("accepted", 2, 0)}
    assert counts(before["e.csv"]) == ("accepted", 1, 0)
    set_aside(line.home, "ods_etr_2024.csv", "withdrawn by its sender", "a tester")
    after = line.run()
    assert {feed: counts(after[f"{feed}.csv"]) for feed in GOOD} == dict.fromkeys(GOOD, ("accepted", 1, 1))
    assert {promoted(line, after[f"{feed}.csv"]) for feed in GOOD} == {1}
    # Its concern waits now, so the event does: nothing that goes on points at a provider nobody knows.
    assert (counts(after["e.csv"]), promoted(line, after["e.csv"])) == (("accepted", 0, 1), 0)
    line.register("ods_etr_2026.csv", "ZB1")
    again = line.run()
    assert {counts(again[f"{feed}.csv"]) for feed in GOOD} == {("accepted", 2, 0)}
    assert counts(again["e.csv"]) == ("accepted", 1, 0)
