"""Every row rule keeps out exactly the row it speaks of, with column, value and remedy."""

import pytest

from orchestration.lib.ingest.rules import RULES
from tests.unit.ingest.bench import CONCERN, EVENT, NETS, Bench, csv_text, questions_2024

NUMBERS = {"wave": "2024", "provider_code": "ZA1", "profession": "nursing", "learners": "10"}
COUNTS = NUMBERS | {"indicator_code": "supervision", "respondents": "10", "favourable": "9"}
COUNTS.pop("learners")
PSA = {
    "cycle": "2024",
    "provider_code": "ZA1",
    "question_code": "edi_lead",
    "answer": "met",
    "version": "1",
    "submitted_at": "2024-05-01T10:00:00Z",
    "signed_off_by_role": "Director of education",
}

# rule -> (feed, a good row, what makes it bad, column named, value shown)
CASES: dict[str, tuple[str, dict[str, str], dict[str, str], str, str | None]] = {
    "missing_key": ("concerns", CONCERN, {"concern_id": " "}, "concern_id", None),
    "missing_value": ("concerns", CONCERN, {"professions": ""}, "professions", None),
    "unknown_wave": ("learner_numbers", NUMBERS, {"wave": "1999"}, "wave", "1999"),
    "unknown_profession": (
        "learner_numbers",
        NUMBERS,
        {"profession": "astronaut"},
        "profession",
        "astronaut",
    ),
    "unknown_option": (
        "nets_responses",
        NETS | questions_2024(),
        {"supervision": "superb"},
        "supervision",
        "superb",
    ),
    "unknown_code": ("concerns", CONCERN, {"isf_category": "5"}, "isf_category", "5"),
    "impossible_date": ("concerns", CONCERN, {"raised_on": "31/02/2024"}, "raised_on", "31/02/2024"),
    "future_date": ("concerns", CONCERN, {"raised_on": "2098-01-01"}, "raised_on", "2098-01-01"),
    "not_an_integer": ("learner_numbers", NUMBERS, {"learners": "ten"}, "learners", "ten"),
    "out_of_range": ("learner_numbers", NUMBERS, {"learners": "-1"}, "learners", "-1"),
    "not_a_boolean": (
        "concerns",
        CONCERN | {"patient_safety": "Y"},
        {"patient_safety": "maybe"},
        "patient_safety",
        "maybe",
    ),
    "malformed_value": (
        "education_providers",
        {"ukprn": "10000001", "name": "U"},
        {"ukprn": "1000001X"},
        "ukprn",
        "1000001X",
    ),
    "lookalike_character": (
        "learner_numbers",
        NUMBERS,
        {"provider_code": "Z\u04101"},
        "provider_code",
        "Z\u04101",
    ),
    "too_long": ("concerns", CONCERN, {"concern_id": "C" * 65}, "concern_id", "C" * 65 + "…"),
    "unknown_provider": ("learner_numbers", NUMBERS, {"provider_code": "ZZ9"}, "provider_code", "ZZ9"),
    "unknown_education_provider": (
        "nets_responses",
        NETS | questions_2024() | {"education_provider_ukprn": ""},
        {"education_provider_ukprn": "10000009"},
        "education_provider_ukprn",
        "10000009",
    ),
    "unknown_concern": ("concern_events", EVENT, {"concern_id": "C9"}, "concern_id", "C9"),
    "favourable_exceeds_respondents": ("nets_aggregates", COUNTS, {"favourable": "11"}, "favourable", "11"),
    "missing_for_event_type": ("concern_events", EVENT, {"event_type": "shared"}, "recipient", "shared"),
    "closed_before_raised": (
        "concern_events",
        EVENT,
        {"event_type": "closed", "occurred_on": "2024-01-09"},
        "occurred_on",
        "2024-01-09",
    ),
    "category_jump": (
        "concern_events",
        EVENT,
        {"event_type": "categorised", "from_category": "3", "to_category": "2"},
        "from_category",
        "3",
    ),
    "suspension_without_event": (
        "concern_events",
        EVENT,
        {"event_type": "categorised", "from_category": "4", "to_category": "2"},
        "from_category",
        "4",
    ),
}
# Rules that need more than one changed cell have tests of their own.
ELSEWHERE = {
    "wrong_field_count",
    "summary_row",
    "formula_error",
    "formula_without_value",
    "scientific_notation",
    "duplicate_key",
    "closed_before_opened",
    "event_after_close",
}


def test_every_row_rule_has_a_case() -> None:
    assert {r.rule_id for r in RULES.values() if r.scope == "row"} == set(CASES) | ELSEWHERE


def keyed(row: dict[str, str], place: int) -> dict[str, str]:
    """Give a row a key of its own."""
    own = {
        "concern_id": f"C{place}",
        "response_id": f"r{place}",
        "event_id": f"E{place}",
        "site_code": f"S{place}",
    }
    if "event_id" in row:
        del own["concern_id"]
    return (
        row
        | {k: v for k, v in own.items() if k in row}
        | ({"ukprn": f"1000000{place}"} if "ukprn" in row else {})
    )


@pytest.mark.parametrize("rule_id", CASES)
def test_a_rule_keeps_out_its_row_only(known: Bench, rule_id: str) -> None:
    feed, good, bad, column, shown = CASES[rule_id]
    if feed == "concern_events":
        known.accept(known.load("concerns", "c.csv", [CONCERN]))
    if feed in ("learner_numbers", "nets_aggregates"):
        good = good | {"site_code": ""}
    rows = [keyed(good, 1), keyed(good, 2) | bad, keyed(good, 3)]
    manifest = known.load(feed, "f.csv", rows)
    assert manifest.status == "candidate", manifest.rejection
    waits = RULES[rule_id].waits
    assert known.quarantine(manifest) == [(3, column, rule_id, shown[:81] if shown else None, "row", waits)]
    assert [row[0] for row in known.accepted(manifest, "_source_row")] == [2, 4]
    assert manifest.rows_waiting == int(waits)


def test_a_row_of_the_wrong_length(known: Bench) -> None:
    text = csv_text([NUMBERS]) + "2024,ZA1\n2024,ZA1,dental,5\n2024,ZA2,dental,5,6\n"
    manifest = known.load("learner_numbers", "f.csv", text)
    assert known.quarantine(manifest) == [
        (3, None, "wrong_field_count", "2 cells instead of 4", "row", False),
        (5, None, "wrong_field_count", "5 cells instead of 4", "row", False),
    ]
    assert (manifest.rows_in, manifest.rows_accepted) == (4, 2)


def test_all_but_the_first_of_a_key_are_kept_out(known: Bench) -> None:
    other = NUMBERS | {"learners": "99"}
    manifest = known.load("learner_numbers", "f.csv", [NUMBERS, other, NUMBERS | {"wave": "2023"}, other])
    assert known.rules(manifest) == [(3, "duplicate_key"), (5, "duplicate_key")]
    assert known.accepted(manifest, "wave, learners") == [("2024", 10), ("2023", 10)]


@pytest.mark.parametrize("fault", [{"learners": "x"}, {"census_date": "#N/A"}, {"census_date": "2098-01-01"}])
def test_the_first_good_row_of_a_key_is_used(known: Bench, fault: dict[str, str]) -> None:
    row = NUMBERS | {"census_date": ""}
    rows = [row | fault, row | {"learners": "99"}, row | {"learners": "98"}]
    manifest = known.load("learner_numbers", "f.csv", rows)
    assert [row for row, _ in known.rules(manifest)] == [2, 4]
    assert known.rules(manifest)[1] == (4, "duplicate_key")
    assert known.accepted(manifest, "learners, _source_row") == [(99, 3)]


def test_a_waiting_row_is_a_good_one(known: Bench) -> None:
    """Or the second row would have to leave again when the university of the first arrives."""
    row = NETS | questions_2024()
    waits = row | {"education_provider_ukprn": "10000009"}
    manifest = known.load("nets_responses", "f.csv", [waits, row | {"education_provider_ukprn": ""}])
    assert known.rules(manifest) == [(2, "unknown_education_provider"), (3, "duplicate_key")]


def test_keys_are_compared_as_values_not_as_text(known: Bench) -> None:
    manifest = known.load(
        "learner_numbers", "f.csv", [NUMBERS, NUMBERS | {"provider_code": "za1", "profession": "Nursing"}]
    )
    assert known.rules(manifest) == [(3, "duplicate_key")]


def test_a_register_row_that_closes_before_it_opens(bench: Bench) -> None:
    text = '"ZA1","T","Y56","QKK","","","","","","","20200401","20190331",' + ",".join(['""'] * 15) + "\n"
    manifest = bench.load("providers", "ods_etr_2024.csv", text)
    assert bench.rules(manifest) == [(1, "closed_before_opened")]


def test_a_row_with_a_final_and_a_waiting_fault_does_not_wait(known: Bench) -> None:
    manifest = known.load("learner_numbers", "f.csv", [NUMBERS | {"provider_code": "ZZ9", "learners": "x"}])
    assert known.rules(manifest) == [(2, "not_an_integer"), (2, "unknown_provider")]
    assert (manifest.rows_quarantined, manifest.rows_waiting) == (1, 0)
    assert {row[5] for row in known.quarantine(manifest)} == {False}
