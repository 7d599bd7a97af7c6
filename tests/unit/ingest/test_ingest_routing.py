"""Answers that cannot have been given are taken out cell by cell; the row stays."""

from expectations import reference
from tests.unit.ingest.bench import NETS, Bench, questions_2024

ROW = NETS | questions_2024()


def test_an_answer_without_its_base_is_taken_out(known: Bench) -> None:
    rows = [
        ROW | {"response_id": "a", "bullying_experienced": "no", "bullying_reported": "yes"},
        ROW | {"response_id": "b", "bullying_experienced": "Yes", "bullying_reported": "NO"},
        ROW | {"response_id": "c", "discrimination_staff": "yes", "discrimination_dealt": "no"},
        ROW | {"response_id": "d", "leaving_reasons": "culture"},
    ]
    manifest = known.load("nets_responses", "n.csv", rows)
    assert known.quarantine(manifest) == [
        (2, "bullying_reported", "routed_base_not_met", "yes", "cell", False),
        (5, "leaving_reasons", "routed_base_not_met", "culture", "cell", False),
    ]
    assert known.accepted(
        manifest, "response_id, bullying_reported, discrimination_dealt, leaving_reasons"
    ) == [
        ("a", None, None, None),
        ("b", "no", None, None),
        ("c", None, "no", None),
        ("d", None, None, None),
    ]
    assert (manifest.cells_in, manifest.cells_accepted, manifest.cells_quarantined) == (4, 2, 2)


def test_a_question_the_wave_did_not_ask(known: Bench) -> None:
    row = ROW | {"wave": "2020", "submitted_on": "2020-11-10", "recommend_treatment": "yes"}
    rows = [
        row | {"response_id": "a", "wellbeing_know": "yes"},
        row | {"response_id": "b", "wave": "2024"},
        row
        | {
            "response_id": "c",
            "wave": "2020-1",
            "sexual_behaviour_staff": "yes",
            "sexual_behaviour_reported": "no",
        },
    ]
    manifest = known.load("nets_responses", "n.csv", rows)
    assert [row[:3] for row in known.quarantine(manifest)] == [
        (2, "wellbeing_know", "not_asked_in_wave"),
        (3, "recommend_treatment", "not_asked_in_wave"),
        (4, "sexual_behaviour_reported", "not_asked_in_wave"),
        (4, "sexual_behaviour_staff", "not_asked_in_wave"),
    ]
    assert manifest.rows_accepted == 3
    assert known.accepted(manifest, "recommend_treatment, sexual_behaviour_reported") == [
        ("yes", None),
        (None, None),
        ("yes", None),
    ]


def test_an_option_of_another_wave_keeps_the_row_out(known: Bench) -> None:
    left = {"considered_leaving": "yes"}
    rows = [
        ROW | left | {"response_id": "a", "leaving_reasons": "stress;workload"},
        ROW | left | {"response_id": "b", "leaving_reasons": "Culture of the learning environment;workload"},
        ROW | left | {"response_id": "c", "wave": "2023", "leaving_reasons": "stress;workload"},
        ROW | left | {"response_id": "d", "wave": "2023", "leaving_reasons": "culture"},
    ]
    manifest = known.load("nets_responses", "n.csv", rows)
    assert known.rules(manifest) == [(2, "unknown_option"), (5, "unknown_option")]
    assert known.accepted(manifest, "leaving_reasons") == [("culture;workload",), ("stress;workload",)]


def test_labels_and_case_do_not_matter(known: Bench) -> None:
    row = ROW | {
        "supervision": "VERY POOR",
        "education_valued": "Neither agree nor disagree",
        "workload": "too_busy",
    }
    manifest = known.load("nets_responses", "n.csv", [row])
    assert known.accepted(manifest, "supervision, education_valued, workload") == [
        ("very_poor", "neither", "too_busy")
    ]


def test_missing_questions_warn_and_too_few_refuse(known: Bench) -> None:
    asked = [q.code for q in reference.questions() if q.asked_from <= 2024 <= (q.asked_to or 2024)]
    some = {code: "" for code in asked[: len(asked) // 2]}
    warned = known.load("nets_responses", "some.csv", [NETS | some])
    assert [w.rule_id for w in warned.warnings] == ["missing_question_columns"]
    assert asked[-1] in warned.warnings[0].message
    assert asked[-1] in warned.missing_columns
    fewer = dict(list(some.items())[1:])
    refused = known.load("nets_responses", "fewer.csv", [NETS | fewer])
    assert refused.rejection is not None
    assert refused.rejection.rule_id == "too_few_questions"
    assert "2024" in refused.rejection.message


def test_unknown_columns_are_left_out_and_reported(known: Bench) -> None:
    manifest = known.load("nets_responses", "n.csv", [ROW | {"Favourite colour": "blue"}])
    assert manifest.unknown_columns == ("Favourite colour",)
    assert [w.rule_id for w in manifest.warnings] == ["unknown_columns"]
